package com.example.rate;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A streaming application that knows nothing of Curfew, and has an AWS SDK of its own. */
public final class RateApplication {
    private RateApplication() {}

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
                .queryName("rate")
                .format("noop")
                .start();
        // Not as a constant, which the compiler would copy.
        Object version = Class.forName("software.amazon.awssdk.core.util.VersionInfo")
                .getField("SDK_VERSION")
                .get(null);
        System.out.println("The application has the SDK " + version);
        query.awaitTermination();
        spark.stop();
    }
}
