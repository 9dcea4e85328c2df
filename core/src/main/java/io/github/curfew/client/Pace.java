package io.github.curfew.client;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps whoever looks at a fleet again and again from doing nothing else: in a flood of reports there is no need to look
 * at each, and a look at thousands of runs takes a while. For one thread at a time.
 */
final class Pace {
    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(250);
    private static final int RESTS_FOR_A_LOOK = 4;

    private Duration rest = SHORTEST;

    /** Looks, and notes how long that took. */
    <T> T look(Supplier<T> look) {
        long began = System.nanoTime();
        T seen = look.get();
        Duration wanted = Duration.ofNanos(System.nanoTime() - began).multipliedBy(RESTS_FOR_A_LOOK);
        rest = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
        return seen;
    }

    /** Sleeps before the next look, at most for so long. Not to be called by whoever holds a monitor. */
    void rest(Duration most) throws InterruptedException {
        Duration length = rest.compareTo(most) < 0 ? rest : most;
        Thread.sleep(Math.max(0, length.toMillis()));
    }
}
