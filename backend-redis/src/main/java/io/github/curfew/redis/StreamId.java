package io.github.curfew.redis;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The id of an entry of a stream: the server's milliseconds and a number. Both are unsigned, since anybody can give an
 * entry any id by hand.
 *
 * @param millis the server's clock, unless an id was given by hand
 * @param number counts within a millisecond
 */
record StreamId(long millis, long number) implements Comparable<StreamId> {
    static final StreamId ZERO = new StreamId(0, 0);
    private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    /** What the server's time, as it was told a while ago and goes on by our clock, may be off. */
    private static final Duration UNSURE = Duration.ofSeconds(1);

    static StreamId parse(String text) {
        int dash = text.indexOf('-');
        return new StreamId(
                Long.parseUnsignedLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    /** An id below all that are given at or after an instant. */
    static StreamId before(Instant instant) {
        return new StreamId(Math.max(0, instant.toEpochMilli() - 1), -1);
    }

    static StreamId later(StreamId one, StreamId other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** When the server gave it; null where that cannot be, as with an id that was given by hand. */
    @Nullable Instant time() {
        return millis < 0 || millis > YEAR_9999 ? null : Instant.ofEpochMilli(millis);
    }

    /** When the server gave it; null too where that is ahead of the server's time. */
    @Nullable Instant timeUnlessAhead(Instant serverTime) {
        Instant time = time();
        return time == null || time.isAfter(serverTime.plus(UNSURE)) ? null : time;
    }

    @Override
    public int compareTo(StreamId other) {
        int byMillis = Long.compareUnsigned(millis, other.millis);
        return byMillis == 0 ? Long.compareUnsigned(number, other.number) : byMillis;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(number);
    }
}
