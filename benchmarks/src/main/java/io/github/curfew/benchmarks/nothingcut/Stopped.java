package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.child.Orders;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * When a stop was asked for, and when the query had ended.
 *
 * @param signal before it was asked for
 * @param end when the query, or its JVM, had ended
 */
record Stopped(Instant signal, Instant end) {
    static Stopped parse(String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Stopped(
                Instant.parse(pairs.getOrDefault("signal", "")), Instant.parse(pairs.getOrDefault("end", "")));
    }

    /** As {@link #parse} reads it. */
    String line() {
        return "signal=" + signal + " end=" + end;
    }
}
