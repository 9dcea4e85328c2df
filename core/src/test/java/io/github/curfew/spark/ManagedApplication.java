package io.github.curfew.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Copies the rows of the files in {@code input} row by row, in one query, beside a StreamingContext, both managed as one. */
@SuppressWarnings("deprecation") // DStreams are.
final class ManagedApplication {
    private ManagedApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory
     * @throws Exception if a stream fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        SparkSession session = SparkSession.builder()
                .config(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toUri().toString())
                .getOrCreate();
        JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
        Path output = home.resolve("orders.txt");
        VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                Files.writeString(
                        output, row.getString(0) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
        Curfew.manage(session, "shop")
                .query(() -> session.readStream()
                        .option("maxFilesPerTrigger", 1L)
                        .text(home.resolve("input").toString())
                        .writeStream()
                        .queryName("orders")
                        .foreachBatch(sink)
                        .start())
                .context(() -> {
                    JavaStreamingContext context = new JavaStreamingContext(spark, new Duration(500));
                    context.receiverStream(new QueueReceiver("clicks")).foreachRDD(rdd -> {});
                    return context;
                })
                .between(() -> Files.createFile(home.resolve("is-maintained")))
                .run();
        Files.createFile(home.resolve("is-ended"));
        session.stop();
    }
}
