package io.github.curfew.benchmarks.takeover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One version of an application, in a JVM of its own: copies rows into a sink that is not idempotent. */
public final class Version {
    private Version() {}

    /**
     * Runs until its query is stopped.
     *
     * @param args its home directory and its number
     * @throws Exception if the query fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        String version = args[1];
        try (SparkSession session = SparkSession.builder().getOrCreate()) {
            session.conf()
                    .set(
                            "spark.sql.streaming.checkpointLocation",
                            home.resolve("checkpoints").toUri().toString());
            Path output = home.resolve("written");
            VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> {
                for (Row row : batch.collectAsList()) {
                    Files.writeString(
                            output,
                            version + " " + id + " " + row.getString(0) + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            };
            session.readStream()
                    .option("maxFilesPerTrigger", 1L)
                    .text(home.resolve("input").toString())
                    .writeStream()
                    .queryName("orders")
                    .foreachBatch(sink)
                    .start()
                    .awaitTermination();
        }
    }
}
