package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Labels;
import io.github.curfew.model.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whom of a thousand runs a selector means. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class SelectorMatching {
    private static final int RUNS = 1_000;

    private final Selector selector = Selector.parse("app.name=orders,team=team-3");
    private final List<Labels> runs = IntStream.range(0, RUNS)
            .mapToObj(number -> Specimens.run(number).labels())
            .toList();
    private final List<Map<String, String>> maps = runs.stream()
            .<Map<String, String>>map(labels -> new HashMap<>(labels.asMap()))
            .toList();
    private final String app = "orders";
    private final String team = "team-3";

    /** Asks it of each. */
    @Benchmark
    public int curfew() {
        int meant = 0;
        for (Labels labels : runs) {
            if (selector.match(labels) != null) {
                meant++;
            }
        }
        return meant;
    }

    /** Two values of a map, and String.equals. */
    @Benchmark
    public int bare() {
        int meant = 0;
        for (Map<String, String> labels : maps) {
            if (app.equals(labels.get(Labels.APP_NAME)) && team.equals(labels.get("team"))) {
                meant++;
            }
        }
        return meant;
    }
}
