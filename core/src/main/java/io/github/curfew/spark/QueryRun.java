package io.github.curfew.spark;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.engine.Run;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** A run of a Structured Streaming query. Safe for use by several threads. */
final class QueryRun implements Run {
    /** How long a checkpoint's file system may take to say how far the logs go, before nothing is claimed of them. */
    private static final Duration PROOF_TIME = Duration.ofSeconds(5);

    private final RunInfo info;
    private final StreamingQuery query;
    private final QueryInternals internals;
    private final Drain drain;
    private @Nullable CompletableFuture<Ending> ending;

    QueryRun(RunInfo info, StreamingQuery query, QueryInternals internals) {
        this.info = info;
        this.query = query;
        this.internals = internals;
        this.drain = internals.drain(query);
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
        if (!isOver()) {
            drain.step();
        }
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
    public synchronized @Nullable Ending ending() {
        if (ending == null) {
            if (!isOver()) {
                return null;
            }
            // The logs lie on a file system that may be slow, or hang: on a thread of their own, and not for ever.
            ending = CompletableFuture.supplyAsync(this::conclude, this::runApart)
                    .completeOnTimeout(
                            unproven("its checkpoint did not say within " + PROOF_TIME.toSeconds()
                                    + " s whether its last batch is committed"),
                            PROOF_TIME.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        return ending.getNow(null);
    }

    /** Whether no batch of it can run any more. */
    boolean isOver() {
        Thread thread = internals.thread();
        if (thread != null) {
            return thread.getState() == Thread.State.TERMINATED;
        }
        // isActive() turns false when a stop begins. Only at the thread's end does Spark take the query off its list.
        StreamingQuery listed = query.sparkSession().streams().get(query.id());
        return listed == null || !listed.runId().equals(query.runId());
    }

    private void runApart(Runnable task) {
        Thread thread = new Thread(task, "curfew-proof-" + query.runId());
        thread.setDaemon(true);
        thread.start();
    }

    private Ending conclude() {
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
            return new Ending(Proof.ERROR, last, error);
        }
        if (tail == null) {
            return unproven("whether its last batch is committed cannot be told: " + unread);
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

    private Ending unproven(String detail) {
        return new Ending(Proof.UNPROVEN, lastBatch(), detail);
    }
}
