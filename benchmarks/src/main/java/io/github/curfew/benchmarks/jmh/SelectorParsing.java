package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Selector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A selector of its text. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class SelectorParsing {
    private final String text = "app.name=orders,team=team-3";

    /** Reads and checks it. */
    @Benchmark
    public Selector curfew() {
        return Selector.parse(text);
    }

    /** Takes it apart at its commas and equals signs. */
    @Benchmark
    public String[][] bare() {
        String[] terms = text.split(",", -1);
        String[][] pairs = new String[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            pairs[i] = terms[i].split("=", -1);
        }
        return pairs;
    }
}
