package io.github.curfew.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much work the door may do: a quarter of a core in the long run, and half a second at once, so that a flood of
 * requests takes the driver's processors from no query. What a driver is asked for in earnest stays far below. Used by one
 * thread.
 */
final class Allowance {
    private static final int SHARE = 4;
    private static final long MOST = Duration.ofMillis(500).toNanos();
    /** So that whoever closes the door does not wait for it. */
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();

    private final LongSupplier clock;
    private long left = MOST;
    private long at;

    /**
     * Begins with all of it.
     *
     * @param clock nanoseconds, such as {@link System#nanoTime}
     */
    Allowance(LongSupplier clock) {
        this.clock = clock;
        this.at = clock.getAsLong();
    }

    /**
     * Takes note of work that was done.
     *
     * @param nanos the processor's time for it
     * @return how long to rest before the next, which is mostly not at all
     */
    Duration spend(long nanos) {
        long now = clock.getAsLong();
        left = Math.min(MOST, left + (now - at) / SHARE) - nanos;
        at = now;
        return left >= 0 ? Duration.ZERO : Duration.ofNanos(Math.min(LONGEST_PAUSE, -left * SHARE));
    }
}
