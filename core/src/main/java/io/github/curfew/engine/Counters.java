package io.github.curfew.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, by name, for metrics. Thread-safe. */
public final class Counters {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Counters() {}

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
     * Reads all counters.
     *
     * @return names with counts, sorted
     */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
