package io.github.curfew.benchmarks.latency;

import java.time.Duration;

/** Counts what arrives, and knows when the last one did. Thread-safe. */
final class Arrivals {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String what;
    private long count;
    private long lastAt;

    Arrivals(String what) {
        this.what = what;
    }

    /** Something arrived just now. */
    void note(int more) {
        note(more, System.nanoTime());
    }

    /** Something arrived, and when the last of it did. */
    synchronized void note(int more, long at) {
        if (more > 0) {
            count += more;
            lastAt = at;
            notifyAll();
        }
    }

    /** Waits until there were so many, and tells when the last one came. */
    synchronized long await(long wanted) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (count < wanted) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        "after " + LONGEST.toSeconds() + " s there were " + count + " of " + wanted + " " + what);
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return lastAt;
    }
}
