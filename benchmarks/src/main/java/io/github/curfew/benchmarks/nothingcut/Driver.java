package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.child.Orders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A Spark application that starts and stops its query as it is told. Compiled against one Spark, it runs on all: what is
 * called here is the same in each.
 */
final class Driver {
    static final int ROWS_A_FILE = 15;
    private static final Duration PER_ROW = Duration.ofMillis(10);

    private final SparkSession session;
    private final Path home;
    private final Stopper stopper;

    private Driver(SparkSession session, Path home) {
        this.session = session;
        this.home = home;
        this.stopper = new Stopper(session, home.resolve("signalling"));
    }

    /** Arguments: a directory, and whether Curfew's plugin is there. Orders: {@code start WAY RHYTHM} and so on. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("nothing-cut")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toString());
        if (Boolean.parseBoolean(args[1])) {
            builder.config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                    .config("spark.curfew.backends", "file")
                    .config("spark.curfew.file.dir", home.resolve("signalling").toString())
                    .config("spark.curfew.file.poll-interval", "10ms");
        }
        Driver driver = new Driver(builder.getOrCreate(), home);
        Orders.follow(driver::obey);
    }

    private String obey(List<String> order) throws Exception {
        Way way = Way.valueOf(order.get(1));
        Rhythm rhythm = Rhythm.valueOf(order.get(2));
        return switch (order.get(0)) {
            case "start" -> {
                start(way, rhythm);
                yield "runs";
            }
            case "cycle" -> {
                StreamingQuery query = start(way, rhythm);
                yield stopper.stop(way, query, Duration.ofMillis(Long.parseLong(order.get(3))))
                        .line();
            }
            case "catch-up" -> {
                query(way, rhythm, Trigger.AvailableNow(), 1_000, Duration.ZERO).awaitTermination();
                yield "done";
            }
            default -> throw new IllegalArgumentException("there is no order '" + order.get(0) + "'");
        };
    }

    /** Returns when the query writes. */
    private StreamingQuery start(Way way, Rhythm rhythm) throws Exception {
        Path written = home.resolve(name(way, rhythm)).resolve("written");
        long before = Files.size(written);
        Trigger trigger = Trigger.ProcessingTime(rhythm.interval().toMillis());
        StreamingQuery query = query(way, rhythm, trigger, 1, PER_ROW);
        while (query.isActive() && Files.size(written) == before) {
            Thread.sleep(2);
        }
        return query;
    }

    /** Of the query, and of its directory. */
    static String name(Way way, Rhythm rhythm) {
        return way.name().toLowerCase(Locale.ROOT) + "-" + rhythm.name().toLowerCase(Locale.ROOT);
    }

    private StreamingQuery query(Way way, Rhythm rhythm, Trigger trigger, long filesABatch, Duration perRow)
            throws TimeoutException {
        String name = name(way, rhythm);
        return session.readStream()
                .option("maxFilesPerTrigger", filesABatch)
                .text(home.resolve(name).resolve("incoming").toString())
                .writeStream()
                .queryName(name)
                .trigger(trigger)
                .foreachBatch(new RowSink(home.resolve(name).resolve("written"), perRow))
                .start();
    }
}
