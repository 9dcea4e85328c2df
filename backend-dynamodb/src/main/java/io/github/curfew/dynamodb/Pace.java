package io.github.curfew.dynamodb;

import java.time.Duration;

/**
 * How often to look: often for a while after something has happened, else at the interval that was set; and never so often
 * that what lies around costs more than a fixed sum. Thread-safe.
 */
final class Pace {
    /** While something is going on. */
    private static final Duration QUICK = Duration.ofMillis(150);

    /** For how long after it. */
    private static final Duration LIVELY = Duration.ofSeconds(10);

    /** A whole partition of DynamoDB gives 3,000 a second, to all who read it. */
    private static final int MOST_UNITS_A_SECOND = 100;

    private final Duration idle;
    private volatile long livelyUntil = System.nanoTime();

    Pace(Duration idle) {
        this.idle = idle;
    }

    Duration idle() {
        return idle;
    }

    /** Something happens, and more is to be expected. */
    void liven() {
        livelyUntil = System.nanoTime() + LIVELY.toNanos();
    }

    /**
     * How long to wait from the beginning of one look to the next.
     *
     * @param units what the look cost, in read units
     * @param took how long it took, in nanoseconds
     */
    Duration pause(double units, long took) {
        Duration wished = livelyUntil - System.nanoTime() > 0 && QUICK.compareTo(idle) < 0 ? QUICK : idle;
        long affordable = Math.round(units * 1e9 / MOST_UNITS_A_SECOND);
        return Duration.ofNanos(Math.max(wished.toNanos(), Math.max(affordable, 3 * took)));
    }
}
