package com.example.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Copies the rows that a receiver takes out of {@code input} row by row, in one StreamingContext after the other on one
 * SparkContext. Stops one by itself when the file {@code halt} appears.
 */
@SuppressWarnings("deprecation") // DStreams are.
public final class StreamsApplication {
    private StreamsApplication() {}

    /**
     * Runs it.
     *
     * @param args its home directory; how many contexts
     * @throws Exception if a batch fails
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        JavaSparkContext spark = new JavaSparkContext(new SparkConf());
        for (int time = 1; time <= Integer.parseInt(args[1]); time++) {
            JavaStreamingContext context = new JavaStreamingContext(spark, Durations.milliseconds(200));
            String output = home.resolve("rows.txt").toString();
            context.receiverStream(new DirectoryReceiver(home.resolve("input").toString()))
                    .foreachRDD(rdd -> {
                        for (String row : rdd.collect()) {
                            write(output, row);
                        }
                    });
            context.start();
            Files.createFile(home.resolve("is-running-" + time));
            while (!context.awaitTerminationOrTimeout(50)) {
                if (Files.exists(home.resolve("halt"))) {
                    context.stop(false, true);
                }
            }
            Files.createFile(home.resolve("is-stopped-" + time));
        }
        // The context may be stopped from outside, and is waited for.
        for (int look = 0;
                look < 200
                        && Files.exists(home.resolve("linger"))
                        && !spark.sc().isStopped();
                look++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Files.createFile(home.resolve(spark.sc().isStopped() ? "is-ended-without-spark" : "is-ended"));
        spark.stop();
    }

    private static void write(String output, String row) throws IOException, InterruptedException {
        Files.writeString(Path.of(output), row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        TimeUnit.MILLISECONDS.sleep(2);
    }
}
