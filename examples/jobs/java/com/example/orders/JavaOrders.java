package com.example.orders;

import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The job in Java. Nothing in it speaks of stopping. */
public final class JavaOrders {
    private JavaOrders() {}

    /**
     * Runs until the query ends.
     *
     * @param args the job's folder: orders land in {@code incoming}, and what was done with them in {@code written}
     * @throws Exception that ended the query
     */
    public static void main(String[] args) throws Exception {
        try (SparkSession spark =
                SparkSession.builder().appName("orders-in-java").getOrCreate()) {
            start(spark, args[0]).awaitTermination();
            System.out.println("the query has ended");
        }
    }

    static StreamingQuery start(SparkSession spark, String home) throws TimeoutException {
        VoidFunction2<Dataset<Row>, Long> sink = (orders, batch) -> append(orders, home + "/written");
        return spark.readStream()
                .option("maxFilesPerTrigger", 5)
                .text(home + "/incoming")
                .writeStream()
                .queryName("orders")
                .option("checkpointLocation", home + "/checkpoint")
                .foreachBatch(sink)
                .start();
    }

    /** As a payment service or a mail server does: what is written is written, so a batch that runs again shows. */
    private static void append(Dataset<Row> orders, String file) throws IOException, InterruptedException {
        try (Writer out = new FileWriter(file, StandardCharsets.UTF_8, true)) {
            for (Row order : orders.collectAsList()) {
                out.write(order.getString(0) + "\n");
                out.flush();
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
