package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.InMemoryBroker;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's test of a user's job: it stops when it is told to, between batches. No server is needed. */
class StopPathTest {
    private final String name = UUID.randomUUID().toString();
    private final InMemoryBroker broker = InMemoryBroker.named(name);
    private SparkSession spark;

    @BeforeEach
    void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("orders-job")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.backends", "memory")
                .config("spark.curfew.memory.broker", name)
                .getOrCreate();
    }

    @AfterEach
    void stopSpark() {
        spark.stop();
    }

    @Test
    void theJobStopsWhenItIsToldTo() throws Exception {
        AtomicLong rows = new AtomicLong();
        VoidFunction2<Dataset<Row>, Long> count = (batch, id) -> rows.addAndGet(batch.count());
        StreamingQuery query = spark.readStream()
                .format("rate")
                .option("rowsPerSecond", 10)
                .load()
                .writeStream()
                .queryName("orders")
                .foreachBatch(count)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> rows.get() > 0);

        broker.publish("default", Topic.SIGNALS, Payload.utf8("stop orders"));

        assertThat(query.awaitTermination(60_000)).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(outcomes()).containsExactly(Outcome.RECEIVED, Outcome.DRAINING, Outcome.STOPPED));
    }

    private List<Outcome> outcomes() {
        return broker.stored("default", Topic.REPORTS).stream()
                .map(stored -> Codec.decodeReport(stored.body()))
                .filter(Report.OfSignal.class::isInstance)
                .map(report -> ((Report.OfSignal) report).outcome())
                .toList();
    }
}
