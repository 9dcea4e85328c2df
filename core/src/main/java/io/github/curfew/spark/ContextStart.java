package io.github.curfew.spark;

import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Starts a StreamingContext as a part of a managed lifecycle. One that has stopped cannot be started again, so another is
 * made each time.
 *
 * @param make the application's own way to make it, or to get it from its checkpoint
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
record ContextStart(Callable<JavaStreamingContext> make) implements Started.Way {
    @Override
    public Started start(SparkDriver driver, RunInfo lifecycle) throws Exception {
        StreamingContext context = Objects.requireNonNull(
                        make.call(), "the lifecycle's StreamingContext was null: return the one that it made")
                .ssc();
        StreamingContextState state = context.getState();
        if (state == StreamingContextState.STOPPED) {
            throw new IllegalStateException("the StreamingContext of the lifecycle " + lifecycle.displayName()
                    + " has stopped, and none can be started twice: make a new one, or get it from its checkpoint,"
                    + " at every call");
        }
        RunInfo part = new RunInfo(UUID.randomUUID().toString(), Instant.now(), lifecycle.labels());
        ContextRun run = ContextRun.managed(part, context);
        driver.setAside(ContextRun.id(context));
        if (state == StreamingContextState.INITIALIZED) {
            ContextConf.complete(context, driver.settings().stopDeadline());
        }
        ContextConf.settle(context, driver.settings().stopDeadline());
        if (state == StreamingContextState.INITIALIZED) {
            context.start();
        }
        return new Started(new ManagedContext(run, context), () -> context.awaitTerminationOrTimeout(0), () -> {});
    }
}
