package io.github.curfew.benchmarks.takeover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * One version of an application, in a JVM of its own: copies rows into a sink that is not idempotent, and can count them by
 * their last digit in a second, stateful query.
 */
public final class Version {
    private Version() {}

    /**
     * Runs until its queries are stopped.
     *
     * @param args its home directory, its number, and whether it counts too
     * @throws Exception if the query fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        int version = Integer.parseInt(args[1]);
        try (SparkSession session = SparkSession.builder().getOrCreate()) {
            session.conf()
                    .set(
                            "spark.sql.streaming.checkpointLocation",
                            home.resolve("checkpoints").toUri().toString());
            Dataset<Row> rows = session.readStream()
                    .option("maxFilesPerTrigger", 1L)
                    .text(home.resolve("input").toString());
            List<StreamingQuery> queries = new ArrayList<>();
            queries.add(rows.writeStream()
                    .queryName("orders")
                    .foreachBatch(append(home.resolve("written"), version))
                    .start());
            if (Boolean.parseBoolean(args[2])) {
                queries.add(rows.groupBy(rows.col("value").substr(-1, 1))
                        .count()
                        .writeStream()
                        .queryName("counts")
                        .outputMode("update")
                        .foreachBatch(append(home.resolve("counted"), version))
                        .start());
            }
            for (StreamingQuery query : queries) {
                query.awaitTermination();
            }
        }
    }

    private static VoidFunction2<Dataset<Row>, Long> append(Path output, int version) {
        return (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                Files.writeString(
                        output,
                        version + " " + id + " " + row.mkString(" ") + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        };
    }
}
