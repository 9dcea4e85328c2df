package io.github.curfew.examples.orders;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Starts its query and waits. Nothing in it speaks of stopping. */
public final class OrdersApp {
    private OrdersApp() {}

    /**
     * Runs.
     *
     * @param args the application's directory, and {@code --catch-up} for a run that ends by itself
     * @throws Exception that ended the query
     */
    public static void main(String[] args) throws Exception {
        Orders orders = Orders.in(Path.of(args[0]));
        boolean catchUp = args.length > 1 && args[1].equals("--catch-up");
        try (SparkSession spark = SparkSession.builder().appName("orders-app").getOrCreate()) {
            StreamingQuery query = catchUp ? orders.catchUp(spark) : orders.start(spark);
            query.awaitTermination();
            System.out.println("the query has ended");
        }
    }
}
