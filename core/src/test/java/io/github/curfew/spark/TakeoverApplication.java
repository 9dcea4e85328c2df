package io.github.curfew.spark;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * One version of an application: it copies the rows of the files in {@code input} row by row, into a sink that is not
 * idempotent, and counts them by their last digit in a second, stateful query. Knows nothing of Curfew.
 */
final class TakeoverApplication {
    private TakeoverApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory, its version, and how it runs: {@code all} queries, {@code one} of them, or one until a
     *     file {@code stop} is there, and then it stops its session
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
        Dataset<Row> rows = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(home.resolve("input").toString());
        queries.add(start(rows.writeStream().queryName("copy"), append(home.resolve("copy.txt"), version)));
        if (args[2].equals("all")) {
            Dataset<Row> counted = rows.groupBy(rows.col("value").substr(-1, 1)).count();
            queries.add(start(
                    counted.writeStream().queryName("count").outputMode("update"),
                    append(home.resolve("count.txt"), version)));
        }
        if (args[2].equals("stop")) {
            await().forever().until(() -> Files.exists(home.resolve("stop")));
            session.stop();
        }
        for (StreamingQuery query : queries) {
            query.awaitTermination();
        }
        session.stop();
    }

    private static StreamingQuery start(DataStreamWriter<Row> writer, VoidFunction2<Dataset<Row>, Long> sink)
            throws Exception {
        return writer.foreachBatch(sink).start();
    }

    private static VoidFunction2<Dataset<Row>, Long> append(Path output, String version) {
        return (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                String line = version + " " + id + " " + row.mkString(" ") + "\n";
                Files.writeString(output, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        };
    }
}
