package io.github.curfew.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What time it is at DynamoDB. It says so in the {@code Date} of its answers, to the second; each answer bounds it from
 * both sides, and several of them together closely. So drivers and senders agree on the time of a report, whatever their
 * own clocks say: those are asked only how much time passes. Thread-safe.
 */
final class ServiceClock {
    /** Two clocks that both tick, one of them faster by one part in so many. */
    private static final long DRIFT = 2_000;

    private long earliest;
    private long latest;
    private long at;
    private boolean known;

    /**
     * Takes an answer's date in, if it has one.
     *
     * @param response any answer, a refusal too
     * @param asked by {@link System#nanoTime}, before the call
     * @param answered the same after it
     */
    void look(@Nullable SdkHttpResponse response, long asked, long answered) {
        Instant date = response == null
                ? null
                : response.firstMatchingHeader("Date").map(ServiceClock::parse).orElse(null);
        if (date != null) {
            look(date, asked, answered);
        }
    }

    private static @Nullable Instant parse(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    synchronized void look(Instant date, long asked, long answered) {
        long low = date.toEpochMilli() - millis(answered) - 1;
        long high = date.toEpochMilli() + 1_000 - millis(asked);
        if (known) {
            long drift = (millis(answered) - at) / DRIFT + 1;
            long lower = Math.max(low, earliest - drift);
            long upper = Math.min(high, latest + drift);
            // Else somebody's clock was set, or this machine slept.
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

    synchronized boolean isKnown() {
        return known;
    }

    /**
     * What time it is there, or up to a second or so later; what time it is here, while no answer had a date. Never
     * later than it is there, so that what happens from now on happens after it.
     */
    synchronized Instant now() {
        return known ? Instant.ofEpochMilli(millis(System.nanoTime()) + earliest) : Instant.now();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
