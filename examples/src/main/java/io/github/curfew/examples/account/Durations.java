package io.github.curfew.examples.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sums up lengths of time. */
public final class Durations {
    private Durations() {}

    /**
     * The middle one.
     *
     * @param times any, at least one
     * @return the median; of an even number, the lower of the two in the middle
     */
    public static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get((times.size() - 1) / 2);
    }

    /**
     * The longest.
     *
     * @param times any, at least one
     * @return the maximum
     */
    public static Duration max(List<Duration> times) {
        return times.stream().max(Duration::compareTo).orElseThrow();
    }

    /**
     * Writes a length for people.
     *
     * @param time any
     * @return seconds with two digits behind the point
     */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    /**
     * Writes a short length for people.
     *
     * @param time any
     * @return whole milliseconds
     */
    public static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
