package com.example.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Sits in {@code awaitAnyTermination} with three queries, and ends when one of them has ended. A query whose sink finds a
 * file {@code hold-name} stays in its batch.
 */
public final class ThreeQueriesApplication {
    private ThreeQueriesApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory; then {@code stop}, if it is to stop its session at its end, else it just returns
     * @throws Exception if a query fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        SparkSession session = SparkSession.builder()
                .config(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toUri().toString())
                .getOrCreate();
        Dataset<Row> input = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(home.resolve("input").toString());
        for (String name : new String[] {"one", "two", "three"}) {
            Path output = home.resolve(name + ".txt");
            VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> {
                for (Row row : batch.collectAsList()) {
                    hold(home, name);
                    Files.writeString(
                            output, row.getString(0) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            };
            input.writeStream().queryName(name).foreachBatch(sink).start();
        }
        Files.createFile(home.resolve("is-running"));
        session.streams().awaitAnyTermination();
        if (args.length > 1) {
            session.stop();
        }
    }

    private static void hold(Path home, String name) throws Exception {
        while (Files.exists(home.resolve("hold-" + name))) {
            Files.writeString(home.resolve("is-held-" + name), name);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
