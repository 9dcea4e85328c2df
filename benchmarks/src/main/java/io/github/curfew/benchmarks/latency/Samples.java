package io.github.curfew.benchmarks.latency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lengths of time, in nanoseconds. */
final class Samples {
    private final List<Long> nanos = new ArrayList<>();

    void add(long taken) {
        nanos.add(taken);
    }

    int size() {
        return nanos.size();
    }

    /** The value below which so large a part of all lies. */
    long quantile(double part) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * (sorted.size() - 1))));
    }

    String millis(double part) {
        return String.format(Locale.ROOT, "%.2f ms", quantile(part) / 1e6);
    }

    /** How many times as long as another's. */
    double over(Samples other, double part) {
        return (double) quantile(part) / other.quantile(part);
    }

    Duration mean() {
        return Duration.ofNanos(
                Math.round(nanos.stream().mapToLong(Long::longValue).average().orElseThrow()));
    }
}
