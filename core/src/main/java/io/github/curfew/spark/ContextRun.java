package io.github.curfew.spark;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.engine.Run;
import io.github.curfew.model.RunInfo;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;
import org.jspecify.annotations.Nullable;

/** A run of a StreamingContext. Its batches are told by their times, in milliseconds. Safe for use by several threads. */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextRun implements Run {
    private final RunInfo info;
    private final StreamingContext context;
    private final ContextInternals internals;
    private final ContextStop stop;
    private volatile @Nullable Long lastBatch;

    private ContextRun(RunInfo info, StreamingContext context) {
        this.info = info;
        this.context = context;
        this.internals = new ContextInternals(context);
        this.stop = new ContextStop(context, internals, info.id());
    }

    /** Makes it of a context that runs, or is about to. */
    static ContextRun of(RunInfo info, StreamingContext context) {
        ContextRun run = new ContextRun(info, context);
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                run.lastBatch = completed.batchInfo().batchTime().milliseconds();
            }
        });
        return run;
    }

    @Override
    public RunInfo info() {
        return info;
    }

    /** {@inheritDoc} The time of the last batch that was processed, failed ones included, as Spark tells of it. */
    @Override
    public @Nullable Long lastBatch() {
        return lastBatch;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return null;
    }

    /** {@inheritDoc} Ends receiving, then processes all that was received. */
    @Override
    public void drain() {
        stop.begin();
    }

    @Override
    public void cut() throws InterruptedException {
        stop.cut();
    }

    @Override
    public boolean hasEnded() {
        return internals.isStopped() || context.sparkContext().isStopped();
    }

    /** {@inheritDoc} Spark only warns where a graceful stop gave up waiting, so what was left undone is looked for. */
    @Override
    public Ending ending() {
        // The listener bus may be behind.
        Long last = internals.lastBatch() == null ? lastBatch : internals.lastBatch();
        String error = internals.error();
        if (context.sparkContext().isStopped() && !stop.hasDrained()) {
            String detail = "the application stopped its SparkContext";
            return new Ending(Proof.CUT, last, error == null ? detail : detail + ": " + error);
        }
        if (error != null) {
            return new Ending(Proof.ERROR, last, error);
        }
        String left;
        try {
            left = internals.leftUndone();
        } catch (ReflectiveOperationException | RuntimeException e) {
            left = "whether all is processed cannot be told: " + Reflection.reason(e);
        }
        if (!left.isEmpty()) {
            return new Ending(Proof.UNPROVEN, last, left);
        }
        return stop.hasDrained()
                ? new Ending(Proof.COMMITTED, last, "")
                : new Ending(Proof.UNPROVEN, last, stop.trouble());
    }
}
