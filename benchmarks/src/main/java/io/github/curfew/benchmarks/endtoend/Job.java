package io.github.curfew.benchmarks.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A query that always has rows, so with one short batch after the other, that can be stopped between two by hand too. */
final class Job {
    private static final Duration BATCH = Duration.ofMillis(150);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int ROWS = 10;

    private final SparkSession spark;
    private final String name;
    private final Path checkpoint;
    private final AtomicLong batches = new AtomicLong();
    private volatile CountDownLatch parked = new CountDownLatch(1);
    private volatile boolean draining;
    private long before;

    Job(SparkSession spark, String name, Path home) {
        this.spark = spark;
        this.name = name;
        this.checkpoint = home.resolve("checkpoint-" + name);
    }

    String name() {
        return name;
    }

    StreamingQuery start() throws Exception {
        draining = false;
        parked = new CountDownLatch(1);
        before = batches.get();
        VoidFunction2<Dataset<Row>, Long> work = (rows, id) -> work(rows);
        return spark.readStream()
                // "rate" counts whole seconds, so that there is one batch in each, and most of the time none.
                .format("rate-micro-batch")
                .option("rowsPerBatch", ROWS)
                .load()
                .writeStream()
                .queryName(name)
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(work)
                .start();
    }

    /** Waits until it has done so many batches since its start. */
    void awaitBatches(StreamingQuery query, int wanted) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (batches.get() < before + wanted) {
            if (!query.isActive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "query " + name + " does no work", query.exception().getOrElse(() -> null));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void work(Dataset<Row> rows) throws InterruptedException {
        if (draining) {
            parked.countDown();
            // Until stop() interrupts.
            new CountDownLatch(1).await();
        }
        var unused = rows.count();
        TimeUnit.NANOSECONDS.sleep(BATCH.toNanos());
        batches.incrementAndGet();
    }

    /** Has the batch in flight committed, and stops in the next one before it has done anything. */
    void stopByHand(StreamingQuery query) throws Exception {
        draining = true;
        if (!parked.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("query " + name + " began no other batch");
        }
        query.stop();
        awaitEnd(query);
    }

    void awaitEnd(StreamingQuery query) throws Exception {
        if (!query.awaitTermination(LONGEST.toMillis())) {
            throw new IllegalStateException("query " + name + " did not stop");
        }
    }
}
