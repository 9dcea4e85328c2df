package io.github.curfew.compatibility.connect;

import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A client whose query runs in the server, its sink too, which is not idempotent. */
public final class ConnectOrders {
    private ConnectOrders() {}

    /**
     * Runs until the query ends.
     *
     * @param args where the server is, the shop's folder, the query's name, its team, and the jar of this class
     * @throws Exception that ended the query
     */
    public static void main(String[] args) throws Exception {
        String home = args[1];
        SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
        spark.conf().set("spark.curfew.labels.team", args[3]);
        spark.addArtifact(args[4]);
        VoidFunction2<Dataset<Row>, Long> sink = (orders, batch) -> append(orders, home + "/written");
        StreamingQuery query = spark.readStream()
                .option("maxFilesPerTrigger", "5")
                .text(home + "/incoming")
                .writeStream()
                .queryName(args[2])
                .option("checkpointLocation", home + "/checkpoint")
                .foreachBatch(sink)
                .start();
        query.awaitTermination();
        System.out.println("the query has ended");
        spark.stop();
    }

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
