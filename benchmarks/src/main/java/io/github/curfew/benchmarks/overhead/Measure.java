package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.report.Unit;
import java.util.function.ToDoubleFunction;

/** What of a query's pace is compared. */
enum Measure {
    /** All that there is between two rows counts: it is the batch's time with what Spark does between batches. */
    ROWS("rows a second", "throughput", Unit.PER_SECOND, Pace::rows),
    /** What Spark itself calls a batch's time. */
    BATCH("batch time", "batch time", Unit.MILLIS, Pace::batch);

    private final String column;
    private final String title;
    private final Unit unit;
    private final ToDoubleFunction<Pace> figure;

    Measure(String column, String title, Unit unit, ToDoubleFunction<Pace> figure) {
        this.column = column;
        this.title = title;
        this.unit = unit;
        this.figure = figure;
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
        return figure.applyAsDouble(pace);
    }
}
