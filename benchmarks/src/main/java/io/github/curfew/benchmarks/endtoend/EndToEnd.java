package io.github.curfew.benchmarks.endtoend;

import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.benchmarks.server.Server;
import io.github.curfew.benchmarks.server.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * How long it takes from the start of a process that stops a query until it has {@code stopped} in hand, part by part, with
 * default settings, beside the same by hand, in alternating rounds on one Spark application.
 */
public final class EndToEnd {
    private static final String HOW =
            "from the start of a process of its own, java -jar curfew.jar stop orders --wait, until it has 'stopped'"
                    + " in hand; the query's batches take some 0.2 s, follow one another, and are met at a moment that is drawn at random";

    /** How often whoever has to look does so. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private EndToEnd() {}

    /**
     * Runs.
     *
     * @param args the backend: file, kafka or redis; how many stops of each kind; and the runnable jar
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        String backend = args[0];
        Measurement measurement = Measurement.begin("end-to-end-" + backend, HOW);
        measurement.version("Spark", Versions.here("spark-core_2.12"));
        Path home = Files.createTempDirectory("curfew-end-to-end-");
        try (Servers servers = Servers.start(backend);
                Server server = servers.open()) {
            servers.versions().forEach(measurement::version);
            measurement.add(measure(backend, server, home, Integer.parseInt(args[1]), Path.of(args[2])));
        } finally {
            Scratch.delete(home);
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    private static Table measure(String backend, Server server, Path home, int stops, Path jar) throws Exception {
        Map<String, String> settings = new TreeMap<>(server.settings());
        settings.put("backends", backend);
        settings.put("namespace", "end-to-end");
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("end-to-end")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin");
        settings.forEach((key, value) -> builder.config("spark.curfew." + key, value));
        try (SparkSession spark = builder.getOrCreate();
                Way curfew = new CommandLine(jar, settings);
                Way byHand = new HandMade(handiwork(backend, server, home, jar))) {
            return table(
                    backend,
                    List.of(
                            new Lane(curfew, new Job(spark, "orders", home), new ArrayList<>()),
                            new Lane(byHand, new Job(spark, "others", home), new ArrayList<>())),
                    stops);
        }
    }

    private static Handiwork handiwork(String backend, Server server, Path home, Path jar) throws Exception {
        return backend.equals("file") ? new HandFiles(home) : new HandWire(backend, server.address(), jar);
    }

    /** A way, the query that it stops, and what that took. */
    private record Lane(Way way, Job job, List<Stamps> stamps) {
        void stop(boolean counts) throws Exception {
            StreamingQuery query = job.start();
            way.prepare(job, query);
            job.awaitBatches(query, 2);
            // Whoever looks each second is then met at any moment between two looks as likely as at any other.
            TimeUnit.NANOSECONDS.sleep((long) (Math.random() * LOOK.toNanos()));
            Stamps taken = way.stop(job, query);
            if (counts) {
                stamps.add(taken);
            }
        }

        Samples times(Function<Stamps, Duration> part) {
            return Samples.of(stamps.stream().map(part).toList());
        }

        Figure part(Function<Stamps, Duration> part) {
            return times(part).figure();
        }
    }

    private static Table table(String backend, List<Lane> lanes, int stops) throws Exception {
        // The first of each warms the application up.
        for (int stop = 0; stop <= stops; stop++) {
            for (int turn = 0; turn < lanes.size(); turn++) {
                lanes.get((stop + turn) % lanes.size()).stop(stop > 0);
            }
        }
        Table.Builder table = Table.of("end-to-end", backend)
                .column("stops", Unit.COUNT)
                .column("in hand", Unit.MILLIS)
                .column("over by hand", Unit.RATIO)
                .column("start", Unit.MILLIS)
                .column("know whom", Unit.MILLIS)
                .column("publish", Unit.MILLIS)
                .column("deliver", Unit.MILLIS)
                .column("drain", Unit.MILLIS)
                .column("report", Unit.MILLIS)
                .column("exit", Unit.MILLIS);
        Samples byHand = lanes.get(lanes.size() - 1).times(Stamps::all);
        for (Lane lane : lanes) {
            Samples inHand = lane.times(Stamps::all);
            table.row(
                    lane.way().title(),
                    Figure.count(inHand.size()),
                    inHand.figure(),
                    lane.way().knowsWhom() ? inHand.overEach(byHand) : null,
                    lane.part(Stamps::start),
                    lane.way().knowsWhom() ? lane.part(Stamps::know) : null,
                    lane.part(Stamps::publish),
                    lane.part(Stamps::deliver),
                    lane.part(Stamps::drain),
                    lane.part(Stamps::report),
                    lane.part(Stamps::end));
        }
        return table.bars("in hand").build();
    }
}
