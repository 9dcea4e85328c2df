package io.github.curfew.file;

import java.time.Duration;

/**
 * How often to look: at the interval that was set; but a directory of many files takes long to list, and looking must stay
 * a small part of the time. For one thread at a time.
 */
final class Pace {
    private static final int RESTS_FOR_A_LOOK = 5;

    private final Duration interval;
    private long lastTook;

    Pace(Duration interval) {
        this.interval = interval;
    }

    /**
     * How long to wait from the beginning of one look to the next, in nanoseconds.
     *
     * @param took how long the look took, in nanoseconds
     */
    long pause(long took) {
        // A disk that stood still once says nothing of how many files there are.
        long usual = Math.min(took, lastTook);
        lastTook = took;
        return Math.max(interval.toNanos(), RESTS_FOR_A_LOOK * usual);
    }
}
