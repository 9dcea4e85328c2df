package io.github.curfew.compatibility.connect;

import io.github.curfew.CurfewException;
import io.github.curfew.spark.Curfew;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A client that would have its query under curfew by one line of code, which only the server's JVM can do. */
public final class OneLine {
    private OneLine() {}

    /**
     * Says why not.
     *
     * @param args where the server is
     * @throws Exception of the query
     */
    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
        StreamingQuery query = spark.readStream()
                .format("rate")
                .load()
                .writeStream()
                .format("noop")
                .queryName("rates")
                .start();
        try {
            Curfew.awaitTermination(query);
        } catch (CurfewException e) {
            System.out.println("refused: " + e.getMessage());
        }
        query.stop();
        spark.stop();
    }
}
