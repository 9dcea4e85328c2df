package io.github.curfew.chaos;

import java.time.Instant;

/** One clock for all that is written down, which never goes back. */
final class Moments {
    @SuppressWarnings("TimeInStaticInitializer") // From there on it is counted.
    private static final Instant BASE = Instant.now();

    private static final long FROM = System.nanoTime();

    /** Later than everything. */
    static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private Moments() {}

    static Instant now() {
        return BASE.plusNanos(System.nanoTime() - FROM);
    }
}
