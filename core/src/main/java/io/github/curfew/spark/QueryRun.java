package io.github.curfew.spark;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** A run of a Structured Streaming query. Safe for use by several threads. */
final class QueryRun implements StreamRun {
    private final RunInfo info;
    private final StreamingQuery query;
    private final QueryInternals internals;
    private final Drain drain;

    QueryRun(RunInfo info, StreamingQuery query, QueryInternals internals) {
        this.info = info;
        this.query = query;
        this.internals = internals;
        this.drain = internals.drain(query);
    }

    /** A run that is under curfew from now on. */
    static QueryRun of(StreamingQuery query, QueryLabels labels) {
        RunInfo info = new RunInfo(query.runId().toString(), Instant.now(), labels.of(query));
        return new QueryRun(info, query, QueryInternals.of(query));
    }

    @Override
    public RunInfo info() {
        return info;
    }

    /**
     * {@inheritDoc} Told from the query's last progress, which Spark keeps in memory.
     */
    @Override
    public @Nullable Long lastBatch() {
        StreamingQueryProgress last = query.lastProgress();
        if (last == null) {
            return null;
        }
        // A trigger that found nothing to do tells its progress too, under the id of the batch that comes next.
        long batch = last.durationMs().containsKey("addBatch") ? last.batchId() : last.batchId() - 1;
        return batch < 0 ? null : batch;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return internals.shape().continuous() ? internals.shape().oddity() : null;
    }

    @Override
    public void drain() {
        if (!hasEnded()) {
            drain.step();
        }
    }

    /** Spark's own object behind the query, or null where it was not found. */
    @Nullable Object execution() {
        return internals.execution();
    }

    /**
     * Has a query that has not begun end without a batch and without an error.
     *
     * @return false where Spark does not show how
     */
    boolean endBeforeFirstBatch() {
        if (internals.shape().marks() == null) {
            return false;
        }
        drain.step();
        return true;
    }

    /** Hears of the query's progress; from Spark's listener thread. */
    void progressed(StreamingQueryProgress progress) {
        drain.progressed(progress);
    }

    @Override
    public void cut() throws Exception {
        query.stop();
    }

    @Override
    public boolean hasEnded() {
        Thread thread = internals.thread();
        if (thread != null) {
            return thread.getState() == Thread.State.TERMINATED;
        }
        // isActive() turns false when a stop begins. Only at the thread's end does Spark take the query off its list.
        StreamingQuery listed = query.sparkSession().streams().get(query.id());
        return listed == null || !listed.runId().equals(query.runId());
    }

    @Override
    public void awaitEndIfNear(Duration longest) {
        Thread thread = internals.thread();
        if (thread == null || thread == Thread.currentThread() || query.isActive()) {
            return;
        }
        try {
            thread.join(Math.max(1, longest.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@inheritDoc} Blocks for as long as the checkpoint's file system takes to list two directories. */
    @Override
    public Ending ending() {
        Long told = lastBatch();
        CheckpointTail tail = null;
        String unread = "";
        try {
            tail = internals.tail(told);
        } catch (ReflectiveOperationException | RuntimeException e) {
            unread = Reflection.reason(e);
        }
        Long last = tail == null || tail.committed() == null ? told : tail.committed();
        String error = error();
        if (error != null) {
            return isContextStopped()
                    ? new Ending(Proof.CUT, last, "the application stopped its SparkContext: " + error)
                    : new Ending(Proof.ERROR, last, error);
        }
        if (internals.shape().continuous()) {
            return new Ending(Proof.UNPROVEN, last, internals.shape().oddity());
        }
        if (tail == null) {
            return new Ending(Proof.UNPROVEN, last, "whether its last batch is committed cannot be told: " + unread);
        }
        if (!tail.isWhole()) {
            return new Ending(Proof.UNPROVEN, last, "batch " + tail.begun() + " was begun and is not committed");
        }
        if (told != null && (last == null || last < told)) {
            // Asynchronous progress tracking writes both logs once in a while: both may end before the last batch.
            String why = internals.shape().asynchronous() ? ", for its progress is tracked asynchronously" : "";
            return new Ending(Proof.UNPROVEN, last, "batch " + told + " ran and is not in its logs" + why);
        }
        return new Ending(Proof.COMMITTED, last, "");
    }

    private boolean isContextStopped() {
        return query.sparkSession().sparkContext().isStopped();
    }

    private @Nullable String error() {
        try {
            Object exception = Reflection.orNull(query.exception());
            if (exception == null) {
                return null;
            }
            Throwable failure = (Throwable) exception;
            return Reflection.reason(failure.getCause() == null ? failure : failure.getCause());
        } catch (ReflectiveOperationException e) {
            return "whether it ended with an error cannot be told: " + Reflection.reason(e);
        }
    }
}
