package io.github.curfew.kafka;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** An application that knows nothing of Curfew but what its settings say. */
final class Application {
    private Application() {}

    static SparkSession start(String namespace, Map<String, String> settings) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("orders-job")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.namespace", namespace);
        settings.forEach((key, value) -> builder.config("spark.curfew." + key, value));
        return builder.getOrCreate();
    }

    static SparkSession start(String namespace) {
        return start(namespace, Map.of("kafka.bootstrap.servers", Broker.SERVER.bootstrapServers()));
    }

    static StreamingQuery counting(SparkSession session, String name, AtomicLong rows) throws Exception {
        VoidFunction2<Dataset<Row>, Long> count = (batch, id) -> rows.addAndGet(batch.count());
        return session.readStream()
                .format("rate")
                .option("rowsPerSecond", 20)
                .load()
                .writeStream()
                .queryName(name)
                .foreachBatch(count)
                .start();
    }
}
