package io.github.curfew.examples.orders;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The query {@code orders}, which the applications of this package run.
 *
 * @param home a directory with {@code incoming}, where files of orders land, one order a line; {@code written}, the file
 *     of what was done with them; and {@code checkpoint}
 * @param filesABatch how many files a batch takes at the most
 * @param perOrder how long the work on one order takes
 */
public record Orders(Path home, int filesABatch, Duration perOrder) {
    /**
     * Makes the query of which a batch takes a second, when there are eight files of ten orders.
     *
     * @param home its directory
     * @return the query, not started
     */
    public static Orders in(Path home) {
        return new Orders(home, 8, Duration.ofMillis(12));
    }

    /**
     * Starts the query, for good.
     *
     * @param spark in which session
     * @return the query
     * @throws TimeoutException if Spark cannot start it
     */
    public StreamingQuery start(SparkSession spark) throws TimeoutException {
        return start(spark, Trigger.ProcessingTime(0), perOrder);
    }

    /**
     * Starts the query for what has arrived by now, after which it ends by itself.
     *
     * @param spark in which session
     * @return the query
     * @throws TimeoutException if Spark cannot start it
     */
    public StreamingQuery catchUp(SparkSession spark) throws TimeoutException {
        return start(spark, Trigger.AvailableNow(), Duration.ZERO);
    }

    private StreamingQuery start(SparkSession spark, Trigger trigger, Duration each) throws TimeoutException {
        return spark.readStream()
                .option("maxFilesPerTrigger", filesABatch)
                .text(home.resolve("incoming").toString())
                .writeStream()
                .queryName("orders")
                .trigger(trigger)
                .option("checkpointLocation", home.resolve("checkpoint").toString())
                .foreachBatch(new OrderSink(home.resolve("written"), each))
                .start();
    }
}
