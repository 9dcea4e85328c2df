package com.example.orders;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A streaming application that knows nothing of Curfew. */
public final class OrdersApplication {
    private OrdersApplication() {}

    /**
     * Streams until somebody stops it: from one Kafka topic to another, or without any Kafka.
     *
     * @param arguments the brokers, the topic to read and the topic to write; or nothing
     * @throws Exception if the query fails
     */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        StreamingQuery query = (arguments.length == 0 ? counting(spark) : copying(spark, arguments))
                .queryName("orders")
                .start();
        query.awaitTermination();
        spark.stop();
    }

    private static DataStreamWriter<Row> counting(SparkSession spark) {
        return spark.readStream().format("rate").load().writeStream().format("noop");
    }

    private static DataStreamWriter<Row> copying(SparkSession spark, String[] arguments) {
        Dataset<Row> orders = spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", arguments[0])
                .option("subscribe", arguments[1])
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", "200")
                .load();
        return orders.selectExpr("value")
                .writeStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", arguments[0])
                .option("topic", arguments[2]);
    }
}
