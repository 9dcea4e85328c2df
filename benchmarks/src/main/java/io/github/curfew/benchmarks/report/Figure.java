package io.github.curfew.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a table.
 *
 * @param value what was measured; of several samples their median
 * @param low the lower bound of its spread; null where there is none to tell
 * @param high the upper bound
 * @param samples of how many it is the median, or what was counted is the sum
 * @param spread what the bounds are; null where there are none
 */
public record Figure(
        double value,
        @Nullable Double low,
        @Nullable Double high,
        int samples,
        @Nullable Spread spread) {
    /** Checks. */
    public Figure {
        if ((low == null) != (high == null) || (low == null) != (spread == null)) {
            throw new IllegalArgumentException(
                    "a figure has a lower bound, an upper one and what they are, or none of them");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a figure is " + value + ": leave it out where there is none");
        }
    }

    /**
     * A figure without a spread: a count, a ratio of two others, a quantile.
     *
     * @param value of it
     * @return the figure
     */
    public static Figure of(double value) {
        return new Figure(value, null, null, 1, null);
    }

    /**
     * A number of things.
     *
     * @param number of them
     * @return the figure
     */
    public static Figure count(long number) {
        return of((double) number);
    }

    /** How far from 0 it may be, on either side. */
    double farEnd() {
        return low == null || high == null ? Math.abs(value) : Math.max(Math.abs(low), Math.abs(high));
    }

    /** As it stands in a table. */
    String text(Unit unit) {
        return low == null || high == null || brackets() == null
                ? unit.text(value)
                : unit.text(value) + " (" + unit.bare(low) + " to " + unit.bare(high) + ")";
    }

    /** What stands in brackets behind it; null where nothing does, as one sample has no spread. */
    @Nullable Spread brackets() {
        return samples < 2 ? null : spread;
    }
}
