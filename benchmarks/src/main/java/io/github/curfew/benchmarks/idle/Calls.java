package io.github.curfew.benchmarks.idle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;

/** How many requests the clients in this process have sent to their brokers, as they tell. Thread-safe. */
final class Calls {
    private static final Map<Object, DoubleSupplier> COUNTED = new ConcurrentHashMap<>();
    private static final DoubleAdder SENT = new DoubleAdder();

    private Calls() {}

    /** One more was sent. */
    static void sent() {
        SENT.add(1);
    }

    /** A client counts by itself. */
    static void count(Object name, DoubleSupplier counter) {
        COUNTED.put(name, counter);
    }

    /** It is closed; what it sent stays. */
    static void keep(Object name) {
        DoubleSupplier counter = COUNTED.remove(name);
        if (counter != null) {
            SENT.add(counter.getAsDouble());
        }
    }

    static long all() {
        return Math.round(SENT.sum()
                + COUNTED.values().stream()
                        .mapToDouble(DoubleSupplier::getAsDouble)
                        .sum());
    }
}
