package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.child.Orders;
import java.util.List;
import java.util.Map;

/**
 * How quick a query was.
 *
 * @param rows in a second, the pauses between batches included
 * @param batch how long one took on the average, in milliseconds, by Spark's own account, which ends before it tells of it
 */
record Pace(double rows, double batch) {
    /** Of a line with the words of every shape. */
    static Pace parse(Shape shape, String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Pace(
                Double.parseDouble(pairs.getOrDefault(shape + ".rows", "")),
                Double.parseDouble(pairs.getOrDefault(shape + ".batch", "")));
    }

    /** As {@link #parse} reads them. */
    String words(Shape shape) {
        return shape + ".rows=" + rows + " " + shape + ".batch=" + batch;
    }
}
