package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.child.Jvm;
import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How quick a busy query is with the plugin, which listens on Redis, and without it: in turns, each in a fresh JVM. */
public final class Overhead {
    private static final int MEGABYTES = 1_024;
    /** Of both tests together, that chance alone makes one of them look like a difference: one in twenty. */
    private static final double CHANCE = 0.025;
    /** Of a hundred: few samples find no difference, but cannot say either that there is none so large. */
    private static final double MOST = 3;

    private static final String ROWS = "rows a second";
    private static final String BATCH = "batch time";
    private static final String DIFFERENCES = "differences";
    private static final String DIFFERENCE = "difference";
    private static final String WITHOUT = "without Curfew";
    private static final String PROBABILITY = "by chance";

    private final Duration warmUp;
    private final Duration length;
    private final Map<Shape, Side> plain = new EnumMap<>(Shape.class);
    private final Map<Shape, Side> curfew = new EnumMap<>(Shape.class);

    /** What the JVMs of one side came to, each once. */
    private record Side(Samples rows, Samples batch) {
        void add(Pace pace) {
            rows.add(pace.rows());
            batch.add(pace.batch());
        }
    }

    private Overhead(Duration length) {
        this.length = length;
        this.warmUp = length.dividedBy(2);
        for (Shape shape : Shape.values()) {
            plain.put(shape, new Side(new Samples(), new Samples()));
            curfew.put(shape, new Side(new Samples(), new Samples()));
        }
    }

    /**
     * Runs. Exits with 1 if there is a difference that chance does not explain, or may be one that is too large.
     *
     * @param args how many rounds, and for how many seconds each of the two queries is measured in each
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Overhead overhead = new Overhead(Duration.ofSeconds(Long.parseLong(args[1])));
        Measurement measurement = Measurement.begin(
                "overhead",
                "A query that always has rows, in a JVM of its own, with the plugin listening on Redis and without it, in turns;"
                        + " what is compared are the JVMs.");
        measurement.version("Spark", Versions.here("spark-core_2.12"));
        try (RedisServer redis = RedisServer.start()) {
            Versions.redis(redis).forEach(measurement::version);
            Jvm jvm = Jvm.here(MEGABYTES).forSpark();
            Jvm withPlugin = jvm.with(
                    "-Dspark.plugins=io.github.curfew.spark.CurfewPlugin",
                    "-Dspark.curfew.backends=redis",
                    "-Dspark.curfew.redis.url=" + redis.url());
            for (int round = 1; round <= rounds; round++) {
                // The first of a round may find the machine as the second does not.
                if (round % 2 == 0) {
                    overhead.round(withPlugin, overhead.curfew);
                    overhead.round(jvm, overhead.plain);
                } else {
                    overhead.round(jvm, overhead.plain);
                    overhead.round(withPlugin, overhead.curfew);
                }
                System.out.println(round + " of " + rounds + " rounds");
            }
        }
        for (Shape shape : Shape.values()) {
            measurement.add(overhead.table(shape));
        }
        measurement.add(overhead.differences());
        for (Shape shape : Shape.values()) {
            measurement.headline(new Aim(
                    "difference by the plugin, " + title(shape) + ": wherever it lies, with 95 % confidence",
                    Bound.WITHIN,
                    MOST,
                    new Cell(DIFFERENCES, title(shape), DIFFERENCE),
                    new Cell(id(shape), WITHOUT, column(shape))));
            measurement.aim(new Aim(
                    "difference by the plugin, " + title(shape) + ": probability that chance makes one as large",
                    Bound.AT_LEAST,
                    CHANCE,
                    new Cell(DIFFERENCES, title(shape), PROBABILITY),
                    null));
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    private void round(Jvm jvm, Map<Shape, Side> side) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("curfew-benchmark-");
        try (Child child = new Child("a busy query", jvm, Busy.class, List.of(home.toString()))) {
            child.answer();
            for (Shape shape : Shape.values()) {
                Objects.requireNonNull(side.get(shape))
                        .add(Pace.parse(child.ask("run " + shape + " " + warmUp + " " + length)));
            }
        } finally {
            Scratch.delete(home);
        }
    }

    private Table table(Shape shape) {
        Table.Builder table =
                Table.of(id(shape), shape.title()).column(ROWS, Unit.PER_SECOND).column(BATCH, Unit.MILLIS);
        row(table, WITHOUT, Objects.requireNonNull(plain.get(shape)));
        row(table, "Curfew", Objects.requireNonNull(curfew.get(shape)));
        return table.bars(column(shape)).build();
    }

    private static void row(Table.Builder table, String title, Side side) {
        table.row(title, side.rows().figure(), side.batch().figure());
    }

    private Table differences() {
        Table.Builder table = Table.of(DIFFERENCES, "Curfew against without")
                .column(DIFFERENCE, Unit.PERCENT)
                .column(PROBABILITY, Unit.PROBABILITY);
        for (Shape shape : Shape.values()) {
            Side one = Objects.requireNonNull(curfew.get(shape));
            Side other = Objects.requireNonNull(plain.get(shape));
            Difference difference = shape == Shape.LARGE
                    ? Difference.of(one.rows(), other.rows())
                    : Difference.of(one.batch(), other.batch());
            table.row(title(shape), difference.shift(), difference.probability());
        }
        return table.note(
                        "By chance: how probable a difference as large as the measured one is between two that are alike.")
                .build();
    }

    private static String id(Shape shape) {
        return shape.name().toLowerCase(Locale.ROOT);
    }

    /** What shows it. */
    private static String column(Shape shape) {
        return shape == Shape.LARGE ? ROWS : BATCH;
    }

    private static String title(Shape shape) {
        return (shape == Shape.LARGE ? "throughput, " : "batch time, ") + shape.title();
    }
}
