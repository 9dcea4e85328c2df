package io.github.curfew.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small batch job, and a streaming query of one batch, while a query is held: classes are loaded, code is generated and
 * executors are there by the time that the query may begin. Once for each driver; what goes wrong in it is no matter.
 * Thread-safe.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String NAME = "curfew-warm-up";
    private static final String JOB =
            "select k, count(*) c, max(v) from (select id % 7 k, cast(id as string) v from range(0, 2000, 1, 4))"
                    + " group by k order by k";

    private final Duration longest;
    private boolean begun;
    private long end;
    private boolean over;

    /**
     * Not begun.
     *
     * @param longest how long anybody waits for it; nothing, and there is none
     */
    WarmUp(Duration longest) {
        this.longest = longest;
    }

    /** Begins it, on a thread of its own; without effect after the first time. Does not block. */
    synchronized void begin(SparkSession session) {
        if (longest.isZero() || begun) {
            return;
        }
        begun = true;
        end = System.nanoTime() + longest.toNanos();
        Thread thread = new Thread(() -> warm(session), NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether nobody has to wait for it any more. */
    synchronized boolean isOver() {
        return over || longest.isZero() || (begun && System.nanoTime() - end >= 0);
    }

    private synchronized void finish() {
        over = true;
    }

    private void warm(SparkSession session) {
        OwnStarts starts = OwnStarts.begin();
        try {
            // Else it would be a job of the query that is held, from which this thread has inherited.
            session.sparkContext().setJobGroup(NAME, "Curfew warms up while a query is held", false);
            int rows = session.sql(JOB).collectAsList().size();
            LOG.debug("Warmed up with {} rows", rows);
            stream(session.newSession());
        } catch (Exception | LinkageError e) {
            LOG.debug("The warm-up failed, which does no harm", e);
        } finally {
            finish();
            var unused = starts.end();
        }
    }

    /** Nobody's listeners shall hear of it, for they may take its end for that of a query of the application's. */
    private void stream(SparkSession own) throws Exception {
        for (StreamingQueryListener listener : own.streams().listListeners()) {
            own.streams().removeListener(listener);
        }
        Path checkpoints = Files.createTempDirectory(NAME);
        try {
            // On this machine, whatever the application has set: it keeps no state, so no executor looks for it.
            own.conf()
                    .set(
                            "spark.sql.streaming.checkpointLocation",
                            checkpoints.toUri().toString());
            VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> LOG.debug(
                    "Warmed up with {} rows more", batch.collectAsList().size());
            StreamingQuery query = own.readStream()
                    .format("rate-micro-batch")
                    .option("rowsPerBatch", "20")
                    .load()
                    .writeStream()
                    .queryName(NAME)
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch(sink)
                    .start();
            if (!query.awaitTermination(longest.toMillis())) {
                query.stop();
            }
        } finally {
            remove(checkpoints);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
