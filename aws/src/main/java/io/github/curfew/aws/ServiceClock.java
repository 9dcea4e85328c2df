package io.github.curfew.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What time it is at a service of AWS. It says so only in the {@code Date} of its answers, to the second; but each answer
 * bounds it from both sides, and several of them together closely. So drivers and senders agree on the time, whatever
 * their own clocks say: those are asked only how much time passes. Thread-safe.
 */
public final class ServiceClock {
    /** Two clocks that both tick, one of them faster by one part in so many. */
    private static final long DRIFT = 2_000;

    private long earliest;
    private long latest;
    private long at;
    private boolean known;

    /** Makes one that knows nothing yet. */
    public ServiceClock() {}

    /**
     * Between which two moments something was.
     *
     * @param from the earliest that it can have been
     * @param to the latest
     */
    public record Span(Instant from, Instant to) {}

    /**
     * Takes an answer's date in, if it has one.
     *
     * @param response any answer
     * @param asked by {@link System#nanoTime}, before the call
     * @param answered the same after it
     */
    public void look(@Nullable SdkHttpResponse response, long asked, long answered) {
        Instant date = date(response);
        if (date != null) {
            look(date, asked, answered);
        }
    }

    /**
     * Takes a refusal's date in, if it has one.
     *
     * @param refused any refusal
     * @param asked by {@link System#nanoTime}, before the call
     * @param answered the same after it
     */
    public void look(AwsServiceException refused, long asked, long answered) {
        if (refused.awsErrorDetails() != null) {
            look(refused.awsErrorDetails().sdkHttpResponse(), asked, answered);
        }
    }

    /**
     * Reads an answer's date.
     *
     * @param response any answer
     * @return to the second; null where it has none
     */
    public static @Nullable Instant date(@Nullable SdkHttpResponse response) {
        return response == null
                ? null
                : response.firstMatchingHeader("Date").map(ServiceClock::parse).orElse(null);
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

    /**
     * Whether an answer had a date.
     *
     * @return false while the times here are only this machine's own
     */
    public synchronized boolean isKnown() {
        return known;
    }

    /**
     * Tells when something was that lasted from one moment here to another.
     *
     * @param asked by {@link System#nanoTime}
     * @param answered the same, later
     * @return null while no answer had a date
     */
    public synchronized @Nullable Span during(long asked, long answered) {
        return known
                ? new Span(
                        Instant.ofEpochMilli(millis(asked) + earliest), Instant.ofEpochMilli(millis(answered) + latest))
                : null;
    }

    /**
     * The earliest that it can be there, some second behind at the most: never later than it is, so that what happens
     * from now on happens after it.
     *
     * @return the time here, while no answer had a date
     */
    public synchronized Instant atLeast() {
        return known ? Instant.ofEpochMilli(millis(System.nanoTime()) + earliest) : Instant.now();
    }

    /**
     * About what time it is there.
     *
     * @return the time here, while no answer had a date
     */
    public synchronized Instant about() {
        return known
                ? Instant.ofEpochMilli(millis(System.nanoTime()) + earliest + (latest - earliest) / 2)
                : Instant.now();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
