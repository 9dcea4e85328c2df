package io.github.curfew.benchmarks.latency;

import java.time.Duration;
import java.util.Random;

/**
 * Moments over an interval: as many parts of the same length, a moment drawn at random in each, and their order drawn too.
 * They meet any moment as likely as any other, as if each were drawn over the whole; and their mean is always nearly half
 * the interval, where that of so many that know nothing of one another differs by some percent.
 */
final class Moments {
    private final long[] nanos;
    private int given;

    Moments(Duration interval, int count, Random random) {
        nanos = new long[count];
        for (int part = 0; part < count; part++) {
            int place = random.nextInt(part + 1);
            nanos[part] = nanos[place];
            nanos[place] = (long) ((part + random.nextDouble()) / count * interval.toNanos());
        }
    }

    /** The next one, in nanoseconds; there are no more than were asked for. */
    long next() {
        return nanos[given++];
    }
}
