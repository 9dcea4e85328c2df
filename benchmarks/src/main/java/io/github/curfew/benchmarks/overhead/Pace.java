package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.child.Orders;
import java.util.List;
import java.util.Map;

/**
 * How quick a query was.
 *
 * @param rows in a second
 * @param batch how long one took on the average, in milliseconds
 */
record Pace(double rows, double batch) {
    static Pace parse(String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Pace(
                Double.parseDouble(pairs.getOrDefault("rows", "")),
                Double.parseDouble(pairs.getOrDefault("batch", "")));
    }

    /** As {@link #parse} reads it. */
    String line() {
        return "rows=" + rows + " batch=" + batch;
    }
}
