package io.github.curfew.benchmarks.report;

import java.util.Locale;

/** What a column's figures are counted in. */
public enum Unit {
    /** A number of things. */
    COUNT(""),
    /** A length of time. */
    MICROS(" µs"),
    /** A length of time. */
    MILLIS(" ms"),
    /** A length of time. */
    SECONDS(" s"),
    /** How many times as much as another. */
    RATIO("×"),
    /** Of a hundred. */
    PERCENT(" %"),
    /** A probability. */
    PROBABILITY(""),
    /** Of memory or messages. */
    BYTES(" B"),
    /** A thousand of these. */
    KILOBYTES(" kB"),
    /** A million of these. */
    MEGABYTES(" MB"),
    /** How many of something in a second. */
    PER_SECOND(" /s");

    private final String suffix;

    Unit(String suffix) {
        this.suffix = suffix;
    }

    /**
     * Writes a figure for people.
     *
     * @param value in this unit
     * @return with some three digits and the unit
     */
    public String text(double value) {
        return bare(value) + suffix;
    }

    /** Without the unit. */
    String bare(double value) {
        if (this == PROBABILITY) {
            return String.format(Locale.ROOT, "%.3f", value);
        }
        boolean whole = value == Math.rint(value) && (this == COUNT || this == BYTES);
        double size = Math.abs(value);
        int digits = whole || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        // What is a little less than nothing, since it is a difference, is nothing.
        return text.equals("-0.00") ? "0.00" : text;
    }

    /** What follows a figure. */
    String suffix() {
        return suffix;
    }
}
