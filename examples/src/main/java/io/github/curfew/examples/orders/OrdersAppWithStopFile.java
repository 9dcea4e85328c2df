package io.github.curfew.examples.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The same application with what teams build by hand: it keeps looking for a file, and then stops its query. */
public final class OrdersAppWithStopFile {
    private static final int LOOK_EVERY_MILLIS = 100;

    private OrdersAppWithStopFile() {}

    /**
     * Runs.
     *
     * @param args the application's directory
     * @throws Exception that ended the query
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path stopFile = home.resolve("stop");
        try (SparkSession spark = SparkSession.builder().appName("orders-app").getOrCreate()) {
            StreamingQuery query = Orders.in(home).start(spark);
            while (!query.awaitTermination(LOOK_EVERY_MILLIS)) {
                if (Files.exists(stopFile)) {
                    query.stop();
                }
            }
            System.out.println("the query has ended");
        }
    }
}
