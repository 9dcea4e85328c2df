package io.github.curfew.engine;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The time of a simulated world, in microseconds, and all that happens in it: one event after the other, events of one
 * moment in random order. What blocks does so by {@link #block}, meanwhile other events happen.
 */
final class VirtualTime {
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;
    private static final int DEEPEST = 4;

    private final PriorityQueue<Event> events = new PriorityQueue<>(256);
    private final SplittableRandom random;
    private long now;
    private long made;
    private int depth;
    private long blockedUntil = Long.MAX_VALUE;

    private record Event(long at, int lot, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Long.compare(at, other.at);
            order = order == 0 ? Integer.compare(lot, other.lot) : order;
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    VirtualTime(SplittableRandom random) {
        this.random = random;
    }

    long now() {
        return now;
    }

    /** How many things happened. */
    long made() {
        return made;
    }

    int depth() {
        return depth;
    }

    void at(long time, Runnable what) {
        events.add(new Event(Math.max(time, now), random.nextInt(), made++, what));
    }

    void after(long delay, Runnable what) {
        at(now + Math.max(0, delay), what);
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at);
            event.what.run();
        }
        now = Math.max(now, end);
    }

    /**
     * Passes some time within an event, meanwhile others happen. An event that blocks within a blocked one cannot outlast
     * it, since it lies above it on the same stack: its time is cut short.
     */
    void block(long length) {
        long outer = blockedUntil;
        long until = Math.min(now + length, outer);
        if (until <= now || depth >= DEEPEST) {
            return;
        }
        depth++;
        blockedUntil = until;
        try {
            runUntil(until);
        } finally {
            depth--;
            blockedUntil = outer;
        }
    }
}
