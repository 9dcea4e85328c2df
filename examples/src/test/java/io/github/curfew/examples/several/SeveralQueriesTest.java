package io.github.curfew.examples.several;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual says of {@code awaitAnyTermination}. */
class SeveralQueriesTest {
    private static SparkSession shared;

    private final AtomicBoolean broken = new AtomicBoolean();
    private final ExecutorService application = Executors.newSingleThreadExecutor();
    private SparkSession spark;

    @BeforeAll
    static void startSpark(@TempDir Path home) {
        shared = SparkSession.builder()
                .master("local[2]")
                .appName("several")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        shared.stop();
    }

    @BeforeEach
    void newSession() {
        spark = shared.newSession();
    }

    @AfterEach
    void endAll() throws Exception {
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
        application.shutdownNow();
        assertThat(application.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theOthersGoOnWhenOneIsStopped() throws Exception {
        Future<Void> main = submit(() -> SeveralQueries.run(spark, query("orders"), query("payments")));
        await().until(() -> spark.streams().active().length == 2);
        active("orders").stop();
        long before = batches("payments");
        await().until(() -> batches("payments") > before + 1);
        assertThat(main.isDone()).isFalse();
        active("payments").stop();
        main.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFailureEndsTheWaitAtOnce() {
        Future<Void> main = submit(() -> SeveralQueries.run(spark, query("orders"), failing("payments")));
        await().until(() -> spark.streams().active().length == 2);
        broken.set(true);
        assertThatThrownBy(() -> main.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StreamingQueryException.class);
        assertThat(active("orders").isActive()).isTrue();
    }

    @Test
    void withoutAResetTheFirstEndEndsEveryWait() throws Exception {
        query("orders").start().stop();
        StreamingQuery other = query("payments").start();
        assertThat(spark.streams().awaitAnyTermination(0)).isTrue();
        assertThat(spark.streams().awaitAnyTermination(0)).isTrue();
        spark.streams().resetTerminated();
        assertThat(spark.streams().awaitAnyTermination(50)).isFalse();
        assertThat(other.isActive()).isTrue();
    }

    /** Why the last loop is there. */
    @Test
    void aResetForgetsAFailureButTheQueryDoesNot() throws Exception {
        StreamingQuery failing = failing("payments").start();
        query("orders").start().stop();
        assertThat(spark.streams().awaitAnyTermination(0)).isTrue();
        broken.set(true);
        await().until(() -> failing.exception().isDefined() && spark.streams().active().length == 0);
        spark.streams().resetTerminated();
        assertThat(spark.streams().awaitAnyTermination(50)).as("forgotten").isFalse();
        assertThatThrownBy(failing::awaitTermination).isInstanceOf(StreamingQueryException.class);
    }

    private StreamingQuery active(String name) {
        for (StreamingQuery query : spark.streams().active()) {
            if (query.name().equals(name)) {
                return query;
            }
        }
        throw new AssertionError("no query " + name);
    }

    private long batches(String name) {
        StreamingQueryProgress progress = active(name).lastProgress();
        return progress == null ? -1 : progress.batchId();
    }

    private DataStreamWriter<Row> query(String name) {
        return writer(name, (batch, id) -> batch.collectAsList());
    }

    private DataStreamWriter<Row> failing(String name) {
        return writer(name, (batch, id) -> {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
        });
    }

    private DataStreamWriter<Row> writer(String name, VoidFunction2<Dataset<Row>, Long> sink) {
        return spark.readStream()
                .format("rate")
                .option("rowsPerSecond", 50)
                .load()
                .writeStream()
                .queryName(name)
                .foreachBatch(sink);
    }

    private interface Body {
        void run() throws Exception;
    }

    private Future<Void> submit(Body body) {
        Callable<Void> call = () -> {
            body.run();
            return null;
        };
        return application.submit(call);
    }
}
