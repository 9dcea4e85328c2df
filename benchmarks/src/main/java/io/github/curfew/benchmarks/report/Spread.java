package io.github.curfew.benchmarks.report;

/** What the two figures in brackets behind another say. */
public enum Spread {
    /** Half of the samples lie between them. */
    QUARTILES("the quartiles of ", ""),
    /** All samples lie between them: of few, a quarter would be one or two. */
    RANGE("the least and the most of ", ""),
    /** The true value does, with 95 % confidence. */
    CONFIDENCE("the bounds between which the true value lies with 95 % confidence, by ", " samples");

    private final String before;
    private final String after;

    Spread(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** For the line below a table. */
    String text(int fewest, int most) {
        return before + fewest + (fewest == most ? "" : " to " + most) + after;
    }
}
