package io.github.curfew.benchmarks.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a figure should be.
 *
 * @param measure what is measured, in a few words
 * @param bound on which side of the limit it should be
 * @param limit in the unit of its column
 * @param measured the figure
 * @param baseline the figure of what one would do without Curfew, from the same run; null where the measured one is a
 *     ratio to it already, or where there is none
 * @param headline whether it is one of those that stand for the whole benchmark where not all are quoted; where none is
 *     marked, the first one does
 */
public record Aim(
        String measure,
        Bound bound,
        double limit,
        Cell measured,
        @Nullable Cell baseline,
        @Nullable Boolean headline) {
    /**
     * One among others.
     *
     * @param measure what is measured, in a few words
     * @param bound on which side of the limit it should be
     * @param limit in the unit of its column
     * @param measured the figure
     * @param baseline the figure beside which it stands
     */
    public Aim(String measure, Bound bound, double limit, Cell measured, @Nullable Cell baseline) {
        this(measure, bound, limit, measured, baseline, null);
    }

    /** A side of the limit. */
    public enum Bound {
        /** The limit, or less. */
        AT_MOST("≤ "),
        /** The limit, or more. */
        AT_LEAST("≥ "),
        /** Neither more nor, below 0, less: by the far end of the interval in which the figure is known to lie. */
        WITHIN("± ");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /**
     * Where a figure is.
     *
     * @param table by its id
     * @param row by its name
     * @param column by its name
     */
    public record Cell(String table, String row, String column) {}

    boolean isMet(Figure figure) {
        return switch (bound) {
            case AT_MOST -> figure.value() <= limit;
            case AT_LEAST -> figure.value() >= limit;
            case WITHIN -> figure.farEnd() <= limit;
        };
    }

    Aim asHeadline() {
        return new Aim(measure, bound, limit, measured, baseline, true);
    }

    /** For people: the limit as it was given. */
    String text(Unit unit) {
        String number =
                new BigDecimal(Double.toString(limit)).stripTrailingZeros().toPlainString();
        return bound == Bound.AT_MOST && limit == 0 ? number : bound.sign + number + unit.suffix();
    }
}
