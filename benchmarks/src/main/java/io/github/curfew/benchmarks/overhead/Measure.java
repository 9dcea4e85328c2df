package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.report.Unit;

/** What of a query's pace is compared. */
enum Measure {
    /** All that there is between two rows counts: it is the batch's time with what Spark does between batches. */
    ROWS("rows a second", "throughput", Unit.PER_SECOND),
    /** What Spark itself calls a batch's time. */
    BATCH("batch time", "batch time", Unit.MILLIS);

    private final String column;
    private final String title;
    private final Unit unit;

    Measure(String column, String title, Unit unit) {
        this.column = column;
        this.title = title;
        this.unit = unit;
    }

    String column() {
        return column;
    }

    /** In the table of differences. */
    String title(Shape shape) {
        return title + ", " + shape.title();
    }

    Unit unit() {
        return unit;
    }

    double of(Pace pace) {
        return this == ROWS ? pace.rows() : pace.batch();
    }
}
