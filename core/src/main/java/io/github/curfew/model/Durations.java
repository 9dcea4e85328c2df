package io.github.curfew.model;

import io.github.curfew.MalformedException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people type them ({@code 90s}, {@code 1h30m}) and as ISO 8601 has them ({@code PT90S}). */
public final class Durations {
    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?" + "(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Duration MINUS_A_MILLI = Duration.ofMillis(-1);

    private Durations() {}

    /**
     * Reads a length of time.
     *
     * @param text such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 2d} or {@code PT5M}
     * @return the length, never negative, at most ten years
     * @throws MalformedException if it is anything else
     */
    public static Duration parse(String text) {
        Duration parsed = parsed(text.strip());
        if (parsed != null && parsed.compareTo(LONGEST) > 0) {
            throw new MalformedException("the length of time " + Quoted.text(text)
                    + " is more than ten years, and cannot be told from for ever: write a shorter one");
        }
        if (parsed == null || parsed.isNegative()) {
            throw new MalformedException(
                    "cannot read " + Quoted.text(text) + " as a length of time: write 250ms, 30s, 5m, 1h30m or PT5M");
        }
        return parsed;
    }

    private static @org.jspecify.annotations.Nullable Duration parsed(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return null;
        }
        if (text.charAt(0) == 'P' || text.charAt(0) == 'p') {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException | ArithmeticException e) {
                return null;
            }
        }
        Matcher match = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            return null;
        }
        return Duration.ofDays(number(match, 1))
                .plusHours(number(match, 2))
                .plusMinutes(number(match, 3))
                .plusSeconds(number(match, 4))
                .plusMillis(number(match, 5));
    }

    private static long number(Matcher match, int group) {
        String digits = match.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /**
     * Writes a length of time for people, to the two largest units.
     *
     * @param length any length
     * @return such as {@code 240ms}, {@code 1.5s}, {@code 2m5s}, {@code 3h}
     */
    public static String text(Duration length) {
        if (length.compareTo(MINUS_A_MILLI) <= 0) {
            return "-" + text(length.negated());
        }
        long seconds = length.toSeconds();
        if (seconds < 1) {
            return length.toMillis() + "ms";
        }
        if (seconds < 60) {
            long tenths = length.toMillis() / 100;
            return tenths % 10 == 0 ? seconds + "s" : seconds + "." + tenths % 10 + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m" + unit(seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h" + unit(seconds % 3_600 / 60, "m");
        }
        return seconds / 86_400 + "d" + unit(seconds % 86_400 / 3_600, "h");
    }

    private static String unit(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
