package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.child.Orders;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * When a stop was asked for, when the query had ended, and whether it was stopped without the moment that it waited for.
 *
 * @param signal before it was asked for
 * @param end when the query, or its JVM, had ended
 * @param gaveUp whether no moment without a batch was found, so that it was stopped in one
 */
record Stopped(Instant signal, Instant end, boolean gaveUp) {
    static Stopped parse(String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Stopped(
                Instant.parse(pairs.getOrDefault("signal", "")),
                Instant.parse(pairs.getOrDefault("end", "")),
                Boolean.parseBoolean(pairs.get("gave-up")));
    }

    /** As {@link #parse} reads it. */
    String line() {
        return "signal=" + signal + " end=" + end + " gave-up=" + gaveUp;
    }
}
