package io.github.curfew.spark;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.RunInfo;
import org.apache.spark.streaming.StreamingContext;
import org.jspecify.annotations.Nullable;

/**
 * A StreamingContext within a managed lifecycle. A batch that fails does not end a context: Spark only throws the error
 * to whoever waits for its end. Here nobody does, so it is looked for, and the context is drained then. As safe for
 * several threads as the run.
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ManagedContext implements Run {
    private final ContextRun run;
    private final ContextInternals internals;

    ManagedContext(ContextRun run, StreamingContext context) {
        this.run = run;
        this.internals = new ContextInternals(context);
    }

    @Override
    public RunInfo info() {
        return run.info();
    }

    @Override
    public @Nullable Long lastBatch() {
        return run.lastBatch();
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return run.whyNotDrainable();
    }

    @Override
    public void drain() {
        run.drain();
    }

    @Override
    public void cut() throws Exception {
        run.cut();
    }

    @Override
    public boolean hasEnded() {
        return run.hasEnded();
    }

    @Override
    public boolean isFailing() {
        return !run.hasEnded() && internals.error() != null;
    }

    @Override
    public Ending ending() {
        return run.ending();
    }
}
