package io.github.curfew.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Copies the rows of the files in {@code input} row by row, in one query that it awaits in one line. */
final class AwaitingApplication {
    private AwaitingApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory
     * @throws Exception if the query fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        SparkSession session = SparkSession.builder()
                .config(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toUri().toString())
                .getOrCreate();
        Path output = home.resolve("context-1.txt");
        VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                Files.writeString(
                        output, row.getString(0) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
        StreamingQuery query = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(home.resolve("input").toString())
                .writeStream()
                .queryName("context-1")
                .foreachBatch(sink)
                .start();
        Files.createFile(home.resolve("is-running-1"));
        Curfew.awaitTermination(query);
        Files.createFile(home.resolve("is-ended"));
        session.stop();
    }
}
