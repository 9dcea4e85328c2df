package io.github.curfew.benchmarks.jmh;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.benchmarks.report.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure what is small, in rounds; in each, every side has a JVM of its own, and the two of a pair follow each other. */
public final class Small {
    private static final String HOW =
            "JMH, average time of one operation on one thread; in each round each side has a JVM of"
                    + " its own, 3 s to warm up and 5 s that count, and the two of a pair follow each other";

    private static final String BYTES = "gc.alloc.rate.norm";
    /** What each class measures, and what its bare side is. */
    private static final Map<String, String> TITLES = titles();

    private static final String CURFEW = "curfew";
    private static final String BARE = "bare";

    /** By benchmark and side. */
    private final Map<String, Map<String, Side>> measured = new TreeMap<>();

    private Small() {}

    /**
     * Of one side.
     *
     * @param micros for one operation
     * @param bytes that it allocates
     */
    private record Side(Samples micros, Samples bytes) {}

    /**
     * Runs.
     *
     * @param args how many rounds
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Measurement measurement = Measurement.begin("jmh", HOW);
        measurement.version("JMH", Versions.here("jmh-core"));
        measurement.version("jackson-core", Versions.here("jackson-core"));
        measurement.version("jose4j", Versions.here("jose4j"));
        Small small = new Small();
        for (int round = 1; round <= rounds; round++) {
            small.round(round);
            System.out.println(round + " of " + rounds + " rounds");
        }
        measurement.add(small.table());
        System.exit(measurement.end() ? 0 : 1);
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(SignalDecoding.class.getSimpleName(), "read a signal / jackson-core");
        titles.put(SignalEncoding.class.getSimpleName(), "write a signal / jackson-core");
        titles.put(ReportDecoding.class.getSimpleName(), "read a report / jackson-core");
        titles.put(ReportEncoding.class.getSimpleName(), "write a report / jackson-core");
        titles.put(AdmissionHs256.class.getSimpleName(), "verify and read, HS256 / Mac");
        titles.put(AdmissionEs256.class.getSimpleName(), "verify and read, ES256 / Signature");
        titles.put(SelectorParsing.class.getSimpleName(), "read a selector / String.split");
        titles.put(SelectorMatching.class.getSimpleName(), "match 1,000 runs / HashMap, equals");
        titles.put(Repeating.class.getSimpleName(), "know a signal again / HashSet");
        return titles;
    }

    private Table table() {
        Table.Builder table = Table.of("jmh", "in a driver or a sender")
                .column("Curfew", Unit.MICROS)
                .column("bare", Unit.MICROS)
                .column("over bare", Unit.RATIO)
                .column("Curfew allocates", Unit.BYTES)
                .column("bare allocates", Unit.BYTES);
        TITLES.forEach((name, title) -> {
            Map<String, Side> sides = measured.getOrDefault(name, Map.of());
            Side ours = Objects.requireNonNull(sides.get(CURFEW), name);
            Side bare = Objects.requireNonNull(sides.get(BARE), name);
            table.row(
                    title,
                    ours.micros().figure(),
                    bare.micros().figure(),
                    ours.micros().overEach(bare.micros()),
                    Figure.of(Math.rint(ours.bytes().median())),
                    Figure.of(Math.rint(bare.bytes().median())));
        });
        return table.bars("over bare").build();
    }

    /** Pair by pair, each side first in every other round: the first of two may find the machine as the second does not. */
    private void round(int round) throws RunnerException {
        for (String name : TITLES.keySet()) {
            for (String side : round % 2 == 1 ? List.of(BARE, CURFEW) : List.of(CURFEW, BARE)) {
                add(name, side);
            }
        }
    }

    private void add(String name, String side) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("\\." + name + "\\." + side + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        Side its = measured.computeIfAbsent(name, unused -> new TreeMap<>())
                .computeIfAbsent(side, unused -> new Side(new Samples(), new Samples()));
        its.micros().add(result.getPrimaryResult().getScore());
        its.bytes()
                .add(Objects.requireNonNull(result.getSecondaryResults().get(BYTES))
                        .getScore());
    }
}
