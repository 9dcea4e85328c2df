package com.example.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.Conclusion;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real driver, a real database, and between them a backend that nobody had heard of. */
@Timeout(120)
class JdbcStopTest {
    @TempDir
    static Path home;

    private static H2Server server;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws Exception {
        server = H2Server.start(home);
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("orders-app")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.jdbc.url", server.url())
                .config("spark.curfew.jdbc.user", "curfew")
                .config("spark.curfew.jdbc.password", "secret")
                .getOrCreate();
    }

    @AfterAll
    static void end() {
        spark.stop();
        server.close();
    }

    @Test
    void isStoppedByTheClient() throws Exception {
        StreamingQuery orders = query("orders");
        StreamingQuery payments = query("payments");
        try (CurfewClient curfew = CurfewClient.connect(
                Map.of("jdbc.url", server.url(), "jdbc.user", "curfew", "jdbc.password", "secret"))) {
            Result result = curfew.stop("orders").track().result().get(60, TimeUnit.SECONDS);
            assertThat(result.conclusion()).isEqualTo(Conclusion.AS_ASKED);
        }
        assertThat(orders.isActive()).isFalse();
        assertThat(payments.isActive()).isTrue();
        payments.stop();
    }

    @Test
    void isStoppedByARow() throws Exception {
        StreamingQuery orders = query("by-hand");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into curfew_messages (body) values ('stop by-hand')");
        }
        assertThat(orders.awaitTermination(Duration.ofSeconds(60).toMillis())).isTrue();
    }

    private static StreamingQuery query(String name) throws Exception {
        VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> batch.collectAsList();
        StreamingQuery query = spark.readStream()
                .format("rate")
                .option("rowsPerSecond", 50)
                .load()
                .writeStream()
                .queryName(name)
                .foreachBatch(sink)
                .start();
        query.processAllAvailable();
        return query;
    }
}
