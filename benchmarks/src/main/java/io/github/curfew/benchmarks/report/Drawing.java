package io.github.curfew.benchmarks.report;

import java.util.List;

/**
 * What of a table is drawn.
 *
 * @param kind how
 * @param columns which
 */
public record Drawing(Kind kind, List<String> columns) {
    /** How. */
    public enum Kind {
        /** A bar for each row. */
        BARS,
        /** A line for each column over the rows, whose names are numbers; both axes logarithmic. */
        LINES
    }

    /** Copies. */
    public Drawing {
        columns = List.copyOf(columns);
    }
}
