package com.example.orders;

import io.github.curfew.spark.Curfew;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The same with one line of Curfew's in the place of one of Spark's, for where the plugin is not wanted. */
public final class JavaOrdersOneLine {
    private JavaOrdersOneLine() {}

    /**
     * Runs until the query ends.
     *
     * @param args the job's folder
     * @throws Exception that ended the query
     */
    public static void main(String[] args) throws Exception {
        try (SparkSession spark =
                SparkSession.builder().appName("orders-in-java").getOrCreate()) {
            StreamingQuery query = JavaOrders.start(spark, args[0]);
            Curfew.awaitTermination(query);
            System.out.println("the query has ended");
        }
    }
}
