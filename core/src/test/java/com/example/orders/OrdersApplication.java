package com.example.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;

/**
 * Three sessions: a query with a name in the first, one without in the second, one with a name in the third; and one
 * more in the first when the file {@code late} appears. Each copies the rows of the files in {@code input} row by row.
 * Ends when all of its queries have.
 */
public final class OrdersApplication {
    private final Path home;

    private OrdersApplication(Path home) {
        this.home = home;
    }

    /**
     * Runs it.
     *
     * @param args its home directory; then, if wanted, how often to do it all, each time in a SparkContext of its own
     * @throws Exception if a query fails
     */
    public static void main(String[] args) throws Exception {
        OrdersApplication application = new OrdersApplication(Path.of(args[0]));
        if (args.length == 1) {
            application.threeSessions();
            return;
        }
        for (int time = 1; time <= Integer.parseInt(args[1]); time++) {
            SparkSession session = SparkSession.builder().getOrCreate();
            StreamingQuery query = application.start(session, "context-" + time, "context-" + time);
            application.say("running-" + time);
            query.awaitTermination();
            session.stop();
        }
    }

    private void threeSessions() throws Exception {
        SparkSession first = SparkSession.builder().getOrCreate();
        SparkSession second = first.newSession();
        second.conf().set("spark.curfew.labels.team", "payments");
        SparkSession third = first.newSession();
        StreamingQuery orders = start(first, "orders", "orders");
        StreamingQuery unnamed = start(second, null, "unnamed");
        StreamingQuery returns = start(third, "returns", "returns");
        say("running");
        while (!Files.exists(home.resolve("late"))) {
            if (unnamed.awaitTermination(20)) {
                break;
            }
        }
        StreamingQuery late = start(first, "late", "late");
        say("running-late");
        for (StreamingQuery query : new StreamingQuery[] {orders, unnamed, returns, late}) {
            query.awaitTermination();
        }
        say("ended");
    }

    private StreamingQuery start(SparkSession session, @Nullable String name, String output) throws Exception {
        session.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        home.resolve("checkpoints").toUri().toString());
        Dataset<Row> input = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(home.resolve("input").toString());
        DataStreamWriter<Row> writer = input.writeStream().foreachBatch(sink(home.resolve(output + ".txt")));
        return (name == null ? writer : writer.queryName(name)).start();
    }

    private static VoidFunction2<Dataset<Row>, Long> sink(Path output) {
        return (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                Files.writeString(
                        output, row.getString(0) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
    }

    private void say(String what) throws Exception {
        Files.createFile(home.resolve("is-" + what));
    }
}
