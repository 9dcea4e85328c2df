package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.child.Jvm;
import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How quick a busy query is with the plugin, which listens on Redis, and without it: in turns, as applications that follow
 * each other in one JVM. JVMs differ by more than could be found between them, since no two compile alike; so what is
 * compared is what follows each other in one, and each has no more than its share of all.
 */
public final class Overhead {
    private static final int MEGABYTES = 1_024;
    /** Of each JVM, in which all is compiled meanwhile. */
    private static final int UNCOUNTED = 2;
    /** So that no JVM's own way of compiling makes the whole. */
    private static final int ROUNDS_OF_A_JVM = 10;
    /** Of a hundred: few samples find no difference, but cannot say either that there is none so large. */
    private static final double MOST = 3;
    /** That chance alone makes one of all tests look like a difference: one in twenty. */
    private static final double CHANCE = 0.05 / (Shape.values().length * Measure.values().length);

    private static final String DIFFERENCES = "differences";
    private static final String DIFFERENCE = "difference";
    private static final String PROBABILITY = "by chance";
    private static final String WITHOUT = "without Curfew";

    private final Duration warmUp;
    private final Duration length;
    private final Side plain = new Side();
    private final Side curfew = new Side();

    private Overhead(Duration length) {
        this.length = length;
        this.warmUp = length.dividedBy(2);
    }

    /**
     * Runs. Exits with 1 if there is a difference that chance does not explain, or may be one that is too large.
     *
     * @param args how many rounds, and for how many seconds each of the two queries is measured on either side of each
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Overhead overhead = new Overhead(Duration.ofSeconds(Long.parseLong(args[1])));
        Measurement measurement = Measurement.begin(
                "overhead",
                "A query that always has rows, in an application with the plugin listening on Redis and in one without it,"
                        + " in turns in one JVM; what is compared are the two of each round.");
        measurement.version("Spark", Versions.here("spark-core_2.12"));
        try (RedisServer redis = RedisServer.start()) {
            Versions.redis(redis).forEach(measurement::version);
            for (int done = 0; done < rounds; done += ROUNDS_OF_A_JVM) {
                overhead.jvm(redis.url(), Math.min(ROUNDS_OF_A_JVM, rounds - done));
                System.out.println(Math.min(rounds, done + ROUNDS_OF_A_JVM) + " of " + rounds + " rounds");
            }
        }
        for (Shape shape : Shape.values()) {
            measurement.add(overhead.table(shape));
        }
        measurement.add(overhead.differences());
        aims(measurement);
        System.exit(measurement.end() ? 0 : 1);
    }

    private void jvm(String redis, int rounds) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("curfew-benchmark-");
        List<String> arguments = List.of(
                home.toString(),
                "spark.plugins=io.github.curfew.spark.CurfewPlugin",
                "spark.curfew.backends=redis",
                "spark.curfew.redis.url=" + redis);
        Jvm jvm = Jvm.here(MEGABYTES).forSpark();
        try (Child child = new Child("busy queries", jvm, Busy.class, arguments)) {
            child.answer();
            for (int round = 1; round <= UNCOUNTED + rounds; round++) {
                // The first of a round may find the machine as the second does not.
                boolean pluginFirst = round % 2 == 0;
                String first = ask(child, pluginFirst);
                String second = ask(child, !pluginFirst);
                if (round > UNCOUNTED) {
                    curfew.add(pluginFirst ? first : second);
                    plain.add(pluginFirst ? second : first);
                }
            }
        } finally {
            Scratch.delete(home);
        }
    }

    private String ask(Child child, boolean plugin) throws IOException, InterruptedException {
        return child.ask((plugin ? Busy.WITH_PLUGIN : Busy.WITHOUT_PLUGIN) + " " + warmUp + " " + length);
    }

    private Table table(Shape shape) {
        Table.Builder table = Table.of(id(shape), shape.title());
        for (Measure measure : Measure.values()) {
            table.column(measure.column(), measure.unit());
        }
        table.row(WITHOUT, figures(plain, shape)).row("Curfew", figures(curfew, shape));
        return table.bars(Measure.ROWS.column()).build();
    }

    private static Figure[] figures(Side side, Shape shape) {
        return Arrays.stream(Measure.values())
                .map(measure -> side.samples(shape, measure).figure())
                .toArray(Figure[]::new);
    }

    private Table differences() {
        Table.Builder table = Table.of(DIFFERENCES, "Curfew against without")
                .column(DIFFERENCE, Unit.PERCENT)
                .column(PROBABILITY, Unit.PROBABILITY);
        for (Measure measure : Measure.values()) {
            for (Shape shape : Shape.values()) {
                Difference difference = Difference.of(curfew.samples(shape, measure), plain.samples(shape, measure));
                table.row(measure.title(shape), difference.shift(), difference.probability());
            }
        }
        return table.note(
                        "By chance: how probable differences as large as the measured ones are between two that are alike.")
                .build();
    }

    /** Throughput stands for the whole: no cost of a batch escapes it. */
    private static void aims(Measurement measurement) {
        for (Measure measure : Measure.values()) {
            for (Shape shape : Shape.values()) {
                String which = "difference by the plugin, " + measure.title(shape);
                Aim size = new Aim(
                        which + ": wherever it lies, with 95 % confidence",
                        Bound.WITHIN,
                        MOST,
                        new Cell(DIFFERENCES, measure.title(shape), DIFFERENCE),
                        new Cell(id(shape), WITHOUT, measure.column()));
                if (measure == Measure.ROWS) {
                    measurement.headline(size);
                } else {
                    measurement.aim(size);
                }
                measurement.aim(new Aim(
                        which + ": probability that chance makes one as large",
                        Bound.AT_LEAST,
                        CHANCE,
                        new Cell(DIFFERENCES, measure.title(shape), PROBABILITY),
                        null));
            }
        }
    }

    private static String id(Shape shape) {
        return shape.name().toLowerCase(Locale.ROOT);
    }
}
