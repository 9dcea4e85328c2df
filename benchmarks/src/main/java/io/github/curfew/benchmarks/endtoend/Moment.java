package io.github.curfew.benchmarks.endtoend;

import java.time.Instant;

/** A time by the machine's clock, as one process tells it another. */
final class Moment {
    private static final long NANOS = 1_000_000_000;

    private Moment() {}

    /** Since 1970, in nanoseconds. */
    static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }

    static Instant of(String nanos) {
        long all = Long.parseLong(nanos);
        return Instant.ofEpochSecond(all / NANOS, all % NANOS);
    }
}
