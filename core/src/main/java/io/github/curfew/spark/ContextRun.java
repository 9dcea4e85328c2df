package io.github.curfew.spark;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.apache.spark.streaming.StreamingContext;
import org.jspecify.annotations.Nullable;

/** A run of a StreamingContext. Its batches are told by their times, in milliseconds. Safe for use by several threads. */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextRun implements StreamRun {
    // A context has no id of its own, and whoever finds it must give it the same one.
    private static final Map<StreamingContext, String> IDS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final Set<StreamingContext> MANAGED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final RunInfo info;
    private final StreamingContext context;
    private final ContextInternals internals;
    private final ContextStop stop;

    private ContextRun(RunInfo info, StreamingContext context) {
        this.info = info;
        this.context = context;
        this.internals = new ContextInternals(context);
        this.stop = new ContextStop(context, internals, info.id());
    }

    /** A run that is under curfew from now on. */
    static ContextRun of(StreamingContext context, QueryLabels labels) {
        String id = id(context);
        return new ContextRun(new RunInfo(id, Instant.now(), labels.ofContext(id)), context);
    }

    /** The id of its own, as long as it is no part of something else. */
    static String id(StreamingContext context) {
        return IDS.computeIfAbsent(context, unused -> UUID.randomUUID().toString());
    }

    /**
     * A part of a managed lifecycle, and no stream of its own. Best made before the context is started, so that nobody
     * finds it before.
     */
    static ContextRun managed(RunInfo info, StreamingContext context) {
        MANAGED.add(context);
        return new ContextRun(info, context);
    }

    /** Whether it is a part of a managed lifecycle. */
    static boolean isManaged(StreamingContext context) {
        return MANAGED.contains(context);
    }

    @Override
    public RunInfo info() {
        return info;
    }

    /** {@inheritDoc} The time of the last batch that was processed, failed ones included, as Spark tells of it. */
    @Override
    public @Nullable Long lastBatch() {
        return internals.lastBatch();
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

    /** Whether it was this run by which it was stopped. */
    boolean wasStoppedHere() {
        return stop.hasStopped();
    }

    /** {@inheritDoc} A stop says so a moment before it has come to its own end. */
    @Override
    public boolean hasEnded() {
        return !stop.isUnderWay()
                && (internals.isStopped() || context.sparkContext().isStopped());
    }

    @Override
    public void awaitEndIfNear(Duration longest) {
        if (internals.isOver()) {
            stop.join(longest);
        }
    }

    /** {@inheritDoc} Spark only warns where a graceful stop gave up waiting, so what was left undone is looked for. */
    @Override
    public Ending ending() {
        Long last = internals.lastBatch();
        String error = internals.error();
        boolean cut = stop.hasStopped()
                ? stop.wasOvertaken() && error != null
                : context.sparkContext().isStopped();
        if (cut) {
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
