package io.github.curfew.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a table.
 *
 * @param value what was measured; of several samples their median
 * @param low where a quarter of the samples lies below; null where there is no spread to tell
 * @param high where a quarter lies above
 * @param samples of how many it is the median, or what was counted is the sum
 */
public record Figure(
        double value, @Nullable Double low, @Nullable Double high, int samples) {
    /** Checks. */
    public Figure {
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
        return new Figure(value, null, null, 1);
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

    /** As it stands in a table. */
    String text(Unit unit) {
        String spread = low == null || high == null || samples < 2
                ? ""
                : " (" + unit.bare(low) + " to " + unit.bare(high) + ")";
        return unit.text(value) + spread;
    }
}
