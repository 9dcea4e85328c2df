package io.github.curfew.examples.oneline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.spark.Curfew;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manual says of the one line of code. */
@Timeout(90)
class OneLineTest {
    @TempDir
    static Path home;

    private static SparkSession spark;

    private final ExecutorService application = Executors.newSingleThreadExecutor();

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("one-line")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config("spark.curfew.file.dir", home.resolve("curfew").toString())
                .config("spark.curfew.file.poll-interval", "100ms")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @AfterEach
    void end() throws Exception {
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
        application.shutdownNow();
        assertThat(application.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withTheSettingsOfTheSparkConf() throws Exception {
        Future<Void> main = application.submit(() -> oneLine(query("orders")));
        stop("default", 1, "orders");
        main.get(20, TimeUnit.SECONDS);
    }

    private static Void oneLine(DataStreamWriter<Row> orders) throws Exception {
        // snippet: one-line
        StreamingQuery query = orders.start();
        Curfew.awaitTermination(query); // as query.awaitTermination(), and under curfew meanwhile
        // end
        return null;
    }

    @Test
    void withSettingsInCodeAndInAFile() throws Exception {
        Path settings = Files.writeString(home.resolve("curfew.properties"), "curfew.labels.team=orders\n");
        StreamingQuery query = query("orders").start();
        Callable<Void> body = () -> {
            // snippet: one-line-settings
            Curfew.builder().set("namespace", "staging").file(settings).awaitTermination(query);
            // end
            return null;
        };
        Future<Void> main = application.submit(body);
        stop("staging", 1, "team=orders");
        main.get(20, TimeUnit.SECONDS);
    }

    @Test
    void severalAtOnce() throws Exception {
        Future<Void> main = application.submit(() -> several(query("orders"), query("payments")));
        stop("default", 2, "orders");
        await().until(() -> spark.streams().active().length == 1);
        assertThat(main.isDone()).isFalse();
        stop("default", 1, "payments");
        main.get(20, TimeUnit.SECONDS);
    }

    private static Void several(DataStreamWriter<Row> orders, DataStreamWriter<Row> payments) throws Exception {
        // snippet: one-line-several
        Curfew.awaitAllTermination(List.of(orders.start(), payments.start()));
        // end
        return null;
    }

    @Test
    @SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
    void aStreamingContext(@TempDir Path in) throws Exception {
        JavaStreamingContext jssc = new JavaStreamingContext(
                JavaSparkContext.fromSparkContext(spark.sparkContext()), Durations.milliseconds(200));
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        jssc.textFileStream(in.toString()).foreachRDD(batch -> {
            lines.addAll(batch.collect());
        });
        jssc.start();
        Future<Void> main = application.submit(() -> {
            // snippet: one-line-dstream
            Curfew.awaitTermination(jssc); // a JavaStreamingContext; in Scala: new JavaStreamingContext(ssc)
            // end
            return null;
        });
        Path line = Files.writeString(home.resolve("line"), "last\n");
        Files.setLastModifiedTime(line, FileTime.from(Instant.now()));
        Files.move(line, in.resolve("line"), StandardCopyOption.ATOMIC_MOVE);
        await().until(() -> !lines.isEmpty());
        stop("default", 1, "one-line");
        main.get(30, TimeUnit.SECONDS);
        assertThat(jssc.getState()).isEqualTo(StreamingContextState.STOPPED);
        assertThat(spark.sparkContext().isStopped()).isFalse();
    }

    /** Types a stop, once so many runs have their markers. */
    private static void stop(String namespace, int running, String words) throws Exception {
        Path directory = home.resolve("curfew").resolve(namespace);
        await().until(() -> count(directory.resolve("running")) >= running);
        Path typed = Files.writeString(home.resolve("typed"), "stop " + words + "\n");
        Files.move(typed, directory.resolve("signals/stop-" + System.nanoTime()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static long count(Path directory) throws Exception {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> markers = Files.list(directory)) {
            return markers.count();
        }
    }

    private static DataStreamWriter<Row> query(String name) {
        VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> batch.collectAsList();
        return spark.readStream()
                .format("rate")
                .option("rowsPerSecond", 50)
                .load()
                .writeStream()
                .queryName(name)
                .foreachBatch(sink);
    }
}
