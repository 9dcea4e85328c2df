package io.github.curfew.examples.several;

import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Runs several queries until the last of them has ended, so that one can be stopped without the others. */
public final class SeveralQueries {
    private SeveralQueries() {}

    /**
     * Runs two queries.
     *
     * @param spark the session of both
     * @param orders one
     * @param payments the other
     * @throws StreamingQueryException as soon as one fails
     * @throws TimeoutException if one cannot be started
     */
    public static void run(SparkSession spark, DataStreamWriter<Row> orders, DataStreamWriter<Row> payments)
            throws StreamingQueryException, TimeoutException {
        // snippet: several-queries
        List<StreamingQuery> queries = List.of(orders.start(), payments.start());
        while (spark.streams().active().length > 0) {
            spark.streams().awaitAnyTermination(); // throws if a query has failed
            spark.streams().resetTerminated(); // one was stopped: wait for the others
        }
        for (StreamingQuery query : queries) {
            query.awaitTermination(); // all have ended: throws if one failed just when another was stopped
        }
        // end
    }
}
