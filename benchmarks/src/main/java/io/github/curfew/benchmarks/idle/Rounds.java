package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the rounds of one way came to. */
final class Rounds {
    static final String TABLE = "idle";
    static final String THREADS = "threads, our own";
    static final String OF_A_CORE = "of a core";
    static final String BEYOND_FEWEST = "beyond fewest queries";
    private static final String OVER_HAND = "CPU over by hand";

    /** What is to be known of a backend beside its figures. */
    private static final Map<String, String> NOTES = Map.of(
            "dynamodb",
            "By hand GetItem reads what may be a moment old, for half a read unit; Curfew reads consistently.",
            "sqs",
            "Of our own there are two: curfew-sqs, which listens, and curfew-sqs-receive, in which its poll waits.");

    private final Way way;
    private final Map<Integer, List<Costs>> costs = new TreeMap<>();

    Rounds(Way way) {
        this.way = way;
    }

    Way way() {
        return way;
    }

    /** Takes a round: by how many queries there are. */
    void add(Map<Integer, Costs> round) {
        round.forEach((queries, cost) ->
                costs.computeIfAbsent(queries, unused -> new ArrayList<>()).add(cost));
    }

    private Samples samples(int queries, ToDoubleFunction<Costs> figure) {
        Samples samples = new Samples();
        costs.getOrDefault(queries, List.of()).forEach(cost -> samples.add(figure.applyAsDouble(cost)));
        return samples;
    }

    /** How many times as much processor time so many queries take by another way, round by round. */
    private @Nullable Figure cpuOver(Rounds others, int queries) {
        return samples(queries, Costs::ofACore).overEach(others.samples(queries, Costs::ofACore));
    }

    /** By how much more of a core so many queries take than others, round by round. */
    private Figure cpuBeyond(int queries, int fewer) {
        return samples(queries, Costs::ofACore).lessEach(samples(fewer, Costs::ofACore));
    }

    private String threads() {
        Set<String> kinds = new TreeSet<>();
        costs.values()
                .forEach(rounds ->
                        rounds.forEach(cost -> kinds.addAll(List.of(cost.names().split(",", -1)))));
        kinds.remove("");
        return String.join(", ", kinds);
    }

    private static boolean hasBroker(String backend) {
        return !backend.equals("file");
    }

    /** Of all ways, the last of which is that by hand. */
    static Table table(String backend, List<Integer> sizes, List<Rounds> ways) {
        Rounds byHand = ways.get(ways.size() - 1);
        int fewest = sizes.get(0);
        Table.Builder table = Table.of(TABLE, backend)
                .column(THREADS, Unit.COUNT)
                .column("a client's", Unit.COUNT)
                .column("CPU an hour", Unit.SECONDS)
                .column(OF_A_CORE, Unit.PERCENT)
                .column(BEYOND_FEWEST, Unit.PERCENT)
                .column(OVER_HAND, Unit.RATIO)
                .column("allocated a second", Unit.KILOBYTES)
                .column("heap", Unit.MEGABYTES)
                .column("calls an hour", Unit.COUNT);
        ways.forEach(rounds -> sizes.forEach(size -> table.row(
                rounds.way.title(size),
                rounds.samples(size, Costs::ours).figure(),
                rounds.samples(size, Costs::theirs).figure(),
                rounds.samples(size, Costs::cpuAnHour).figure(),
                rounds.samples(size, Costs::ofACore).figure(),
                size == fewest ? null : rounds.cpuBeyond(size, fewest),
                rounds == byHand ? null : rounds.cpuOver(byHand, size),
                rounds.samples(size, Costs::kilobytesASecond).figure(),
                rounds.samples(size, Costs::heapMegabytes).figure(),
                hasBroker(backend) ? rounds.samples(size, Costs::callsAnHour).figure() : null)));
        ways.forEach(rounds -> table.note(rounds.way.words() + ", threads: " + rounds.threads()));
        if (NOTES.containsKey(backend)) {
            table.note(NOTES.get(backend));
        }
        return table.note("There is no ratio to what took less time than the clock can tell.")
                .bars("CPU an hour")
                .build();
    }
}
