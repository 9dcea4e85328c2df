package io.github.curfew.redis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** An application that knows nothing of Curfew but what its settings say, and appends each number to a list. */
final class Application {
    private final List<Long> rows = new ArrayList<>();

    static SparkSession session(String namespace, String url) {
        return SparkSession.builder()
                .master("local[2]")
                .appName("orders-job")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.namespace", namespace)
                .config("spark.curfew.redis.url", url)
                .getOrCreate();
    }

    StreamingQuery start(SparkSession session, String name, Path checkpoint) throws Exception {
        VoidFunction2<Dataset<Row>, Long> append = (batch, id) -> {
            for (Row row : batch.select("value").collectAsList()) {
                append(row.getLong(0));
            }
        };
        return session.readStream()
                .format("rate")
                .option("rowsPerSecond", 20)
                .load()
                .writeStream()
                .queryName(name)
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(append)
                .start();
    }

    private synchronized void append(long number) {
        rows.add(number);
    }

    synchronized List<Long> rows() {
        return List.copyOf(rows);
    }
}
