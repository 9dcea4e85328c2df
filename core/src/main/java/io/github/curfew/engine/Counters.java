package io.github.curfew.engine;

import io.github.curfew.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, by name, for metrics. Thread-safe. */
public final class Counters {
    static final String RECEIVED = "signals.received";
    static final String OBEYED = "signals.obeyed";
    static final String LOST = "signals.lost";
    static final String UNDELIVERED = "reports.undelivered";
    static final String UNADDRESSED = "reports.unaddressed";
    static final String RUN_ERRORS = "runs.errors";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Counters() {
        names().forEach(name -> counts.put(name, new LongAdder()));
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(RECEIVED, OBEYED, LOST, UNDELIVERED, UNADDRESSED, RUN_ERRORS));
        for (Rejections.Reason reason : Rejections.Reason.values()) {
            names.add(reason.counter());
        }
        for (Outcome outcome : Outcome.values()) {
            names.add(reports(outcome));
        }
        return names;
    }

    static String reports(Outcome outcome) {
        return "reports." + outcome.word();
    }

    void count(String name) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }

    /**
     * Reads one counter.
     *
     * @param name such as {@code signals.rejected.malformed}
     * @return how often it happened
     */
    public long get(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    /**
     * Reads all counters, those that stand at zero too.
     *
     * @return names with counts, sorted; the names are the same at every call
     */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
