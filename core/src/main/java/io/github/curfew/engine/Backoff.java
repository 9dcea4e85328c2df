package io.github.curfew.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: doubled each time up to a most, and drawn at random from the upper half, so that a
 * fleet whose broker comes back does not come back to it all at once.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long ceiling = Math.min(MOST.toMillis(), FIRST.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    void reset() {
        failures = 0;
    }
}
