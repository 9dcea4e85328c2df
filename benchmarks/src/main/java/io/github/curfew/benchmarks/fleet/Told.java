package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Orders;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a sender says of a stop, by its own clock.
 *
 * @param received from before the stop until the last driver had said that it received it
 * @param last until the last final report
 * @param result until the sender had the result in hand
 */
record Told(Duration received, Duration last, Duration result) {
    static Told parse(String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Told(time(pairs, "received"), time(pairs, "last"), time(pairs, "result"));
    }

    private static Duration time(Map<String, String> pairs, String key) {
        return Duration.parse(pairs.getOrDefault(key, ""));
    }

    /** As {@link #parse} reads it. */
    String line() {
        return "received=" + received + " last=" + last + " result=" + result;
    }
}
