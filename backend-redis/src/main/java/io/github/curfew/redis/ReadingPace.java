package io.github.curfew.redis;

import java.time.Duration;

/**
 * When a reader looks at what its stream says of itself, when it only waits for what comes next, and how many entries it asks
 * for at once.
 */
final class ReadingPace {
    private static final int FEWEST = 4;
    private static final int MOST = 256;
    private static final int LARGE = 1024 * 1024;

    private final Duration lookAgain;
    private int count = FEWEST;
    private boolean caughtUp;
    private boolean lookDue;
    private boolean readSinceLook;
    private long lookedAt;

    /**
     * Begins.
     *
     * @param lookAgain how seldom an idle stream is asked whether it is still the same
     */
    ReadingPace(Duration lookAgain) {
        this.lookAgain = lookAgain;
    }

    /** Whether an answer of so many bytes is more than entries usually have. */
    static boolean isLarge(long bytes) {
        return bytes > LARGE;
    }

    /** How many entries to ask for. */
    int count() {
        return count;
    }

    /** Whether there was nothing more to read, so that the next reading may wait. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    boolean isLookDue() {
        return lookDue || (caughtUp && System.nanoTime() - lookedAt > lookAgain.toNanos());
    }

    /** It looked. */
    void looked(boolean foundItselfAtTheEnd) {
        lookDue = false;
        readSinceLook = false;
        lookedAt = System.nanoTime();
        caughtUp = foundItselfAtTheEnd;
    }

    /**
     * It read.
     *
     * @param entries how many came
     * @param cut whether there were more than are kept of one answer
     * @param waited whether the server had time to wait for them
     * @param bytes of the answer
     */
    void read(int entries, boolean cut, boolean waited, long bytes) {
        boolean some = entries > 0;
        caughtUp = !cut && entries < count;
        readSinceLook |= some;
        // After a read that waited, a look can wait too, until nothing comes: the next message must not wait for it.
        lookDue = caughtUp && readSinceLook && !(waited && some);
        // Somebody may have put large things there, of which many at once would not fit into anybody's memory.
        count = isLarge(bytes) ? Math.max(1, count / 4) : Math.min(MOST, count * 2);
    }
}
