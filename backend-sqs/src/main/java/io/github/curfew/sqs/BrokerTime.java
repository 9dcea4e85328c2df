package io.github.curfew.sqs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What time it is at SQS. It says so only in the {@code Date} of its answers, to the second; but each answer bounds it
 * from both sides, and several of them together closely. The local clock is not asked, only how much time passes.
 * Thread-safe.
 */
final class BrokerTime {
    /** Two clocks that both tick, one of them faster by one part in so many. */
    private static final long DRIFT = 2_000;

    private long earliest;
    private long latest;
    private long at;
    private boolean known;

    /**
     * Between which two moments it was.
     *
     * @param from the earliest that it can have been
     * @param to the latest
     */
    record Span(Instant from, Instant to) {}

    /** Reads the date of an answer; null where there is none. */
    static @Nullable Instant date(@Nullable SdkHttpResponse response) {
        String date =
                response == null ? null : response.firstMatchingHeader("Date").orElse(null);
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * Takes an answer's date in.
     *
     * @param date as {@link #date} read it
     * @param asked by {@link System#nanoTime}, before the call
     * @param answered the same after it
     */
    synchronized void look(Instant date, long asked, long answered) {
        long low = date.toEpochMilli() - millis(answered) - 1;
        long high = date.toEpochMilli() + 1_000 - millis(asked);
        if (known) {
            long drift = (millis(answered) - at) / DRIFT + 1;
            long lower = Math.max(low, earliest - drift);
            long upper = Math.min(high, latest + drift);
            // Else somebody's clock was set.
            if (lower <= upper) {
                low = lower;
                high = upper;
            }
        }
        earliest = low;
        latest = high;
        at = millis(answered);
        known = true;
    }

    /**
     * Tells when something was that lasted from one moment here to another.
     *
     * @param asked by {@link System#nanoTime}
     * @param answered the same, later
     * @return null while no answer had a date
     */
    synchronized @Nullable Span during(long asked, long answered) {
        return known
                ? new Span(
                        Instant.ofEpochMilli(millis(asked) + earliest), Instant.ofEpochMilli(millis(answered) + latest))
                : null;
    }

    /** About what time it is there; here, while no answer had a date. */
    synchronized Instant now() {
        long now = System.nanoTime();
        return known ? Instant.ofEpochMilli(millis(now) + earliest + (latest - earliest) / 2) : Instant.now();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
