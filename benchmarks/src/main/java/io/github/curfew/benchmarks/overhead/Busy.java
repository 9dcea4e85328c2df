package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.child.Orders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** A JVM in which one Spark application follows another, whose queries always have rows, and that know nothing of Curfew. */
final class Busy {
    static final String WITH_PLUGIN = "with";
    static final String WITHOUT_PLUGIN = "without";

    private Busy() {}

    /**
     * Arguments: a directory, and as {@code key=value} what Spark is told where the plugin is to be there. Orders: whether
     * it is, and how long each query is to warm up and to be measured.
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Map<String, String> plugin = Orders.pairs(List.of(args).subList(1, args.length));
        Orders.follow(order -> run(
                Files.createTempDirectory(home, "checkpoints"),
                order.get(0).equals(WITH_PLUGIN) ? plugin : Map.of(),
                Duration.parse(order.get(1)),
                Duration.parse(order.get(2))));
    }

    /** One application, with a query of each shape, one after the other. */
    private static String run(Path checkpoints, Map<String, String> settings, Duration warmUp, Duration length)
            throws Exception {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("overhead")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.streaming.numRecentProgressUpdates", "100000")
                .config("spark.sql.streaming.checkpointLocation", checkpoints.toString());
        settings.forEach(builder::config);
        List<String> paces = new ArrayList<>();
        try (SparkSession session = builder.getOrCreate()) {
            for (Shape shape : Shape.values()) {
                paces.add(run(session, shape, warmUp, length).words(shape));
            }
        }
        return String.join(" ", paces);
    }

    private static Pace run(SparkSession session, Shape shape, Duration warmUp, Duration length) throws Exception {
        StreamingQuery query = session.readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", shape.rows())
                .option("numPartitions", 2)
                .load()
                .selectExpr("sha2(cast(value as string), 256) AS hash", "timestamp")
                .filter("hash LIKE '0%'")
                .writeStream()
                .queryName(shape.name())
                .format("noop")
                .start();
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        long first = awaitNext(query);
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long last = awaitNext(query);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<StreamingQueryProgress> measured = Arrays.stream(query.recentProgress())
                .filter(progress -> progress.batchId() > first && progress.batchId() <= last)
                .toList();
        query.stop();
        return new Pace(
                measured.stream()
                                .mapToLong(StreamingQueryProgress::numInputRows)
                                .sum()
                        / seconds,
                measured.stream()
                        .mapToLong(StreamingQueryProgress::batchDuration)
                        .average()
                        .orElseThrow());
    }

    /** Returns just after a batch has ended, and tells which. */
    private static long awaitNext(StreamingQuery query) throws Exception {
        long before = last(query);
        while (last(query) == before) {
            if (query.exception().isDefined()) {
                throw query.exception().get();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return last(query);
    }

    private static long last(StreamingQuery query) {
        StreamingQueryProgress progress = query.lastProgress();
        return progress == null ? -1 : progress.batchId();
    }
}
