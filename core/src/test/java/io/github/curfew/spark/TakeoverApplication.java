package io.github.curfew.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * One version of an application: it copies the rows of the files in {@code input} row by row, into a sink that is not
 * idempotent, and counts them by their last digit in a second, stateful query. Knows nothing of Curfew.
 */
final class TakeoverApplication {
    private TakeoverApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory, its version, and how it runs: {@code all}, {@code one}, or {@code available}
     * @throws Exception if a query fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        String version = args[1];
        SparkSession session = SparkSession.builder().getOrCreate();
        session.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toUri().toString());
        List<StreamingQuery> queries = new ArrayList<>();
        Files.createFile(home.resolve("is-up-" + version));
        Dataset<Row> rows = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(home.resolve("input").toString());
        queries.add(start(rows.writeStream().queryName("copy"), args[2], append(home.resolve("copy.txt"), version)));
        if (args[2].equals("all")) {
            Dataset<Row> counted = rows.groupBy(rows.col("value").substr(-1, 1)).count();
            queries.add(start(
                    counted.writeStream().queryName("count").outputMode("update"),
                    args[2],
                    append(home.resolve("count.txt"), version)));
        }
        Files.createFile(home.resolve("is-started-" + version));
        for (StreamingQuery query : queries) {
            query.awaitTermination();
        }
        Files.createFile(home.resolve("is-ended-" + version));
        session.stop();
    }

    private static StreamingQuery start(
            DataStreamWriter<Row> writer, String how, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
        if (how.equals("available")) {
            writer.trigger(Trigger.AvailableNow());
        }
        return writer.foreachBatch(sink).start();
    }

    private static VoidFunction2<Dataset<Row>, Long> append(Path output, String version) {
        return (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                String line = Instant.now() + " " + version + " " + id + " " + row.mkString(" ") + "\n";
                Files.writeString(output, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        };
    }
}
