package com.example.orders;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A streaming application that knows nothing of Curfew. */
public final class OrdersApplication {
    private OrdersApplication() {}

    /**
     * Streams until somebody stops it.
     *
     * @param arguments none
     * @throws Exception if the query fails
     */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        StreamingQuery query = spark.readStream()
                .format("rate")
                .load()
                .writeStream()
                .queryName("orders")
                .format("noop")
                .start();
        query.awaitTermination();
        spark.stop();
    }
}
