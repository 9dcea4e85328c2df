package com.example.rate;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import redis.clients.jedis.Jedis;

/** A streaming application that knows nothing of Curfew, and has a Jedis of its own. */
public final class RateApplication {
    private RateApplication() {}

    /**
     * Streams until somebody stops it.
     *
     * @param arguments the port of a Redis
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
        try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(arguments[0]))) {
            jedis.set(
                    "application",
                    Jedis.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString());
        }
        query.awaitTermination();
        spark.stop();
    }
}
