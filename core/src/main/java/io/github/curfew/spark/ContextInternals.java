package io.github.curfew.spark;

import java.lang.reflect.Method;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.jspecify.annotations.Nullable;

/**
 * What Spark shows of a StreamingContext in its bytecode only: whether it has stopped, without waiting for the stop that
 * is under way, and whether it left anything undone. Thread-safe.
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextInternals {
    private final StreamingContext context;
    private final @Nullable Method state;

    ContextInternals(StreamingContext context) {
        this.context = context;
        this.state = state();
    }

    private static @Nullable Method state() {
        try {
            Method method = StreamingContext.class.getDeclaredMethod("state");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** Whether a stop of it has come to its end. {@code getState()} would wait for that end. */
    boolean isStopped() {
        if (state == null) {
            return context.getState() == StreamingContextState.STOPPED;
        }
        try {
            return Reflection.call(context, state) == StreamingContextState.STOPPED;
        } catch (ReflectiveOperationException e) {
            return context.getState() == StreamingContextState.STOPPED;
        }
    }

    /**
     * Says why the application would hear of an error, were it to wait for the end.
     *
     * @return one sentence, or null if no batch failed
     */
    @Nullable String error() {
        try {
            boolean unused = context.awaitTerminationOrTimeout(0);
            return null;
        } catch (Throwable e) {
            // Whatever a batch threw, errors included, is thrown here as it was.
            return Reflection.reason(e);
        }
    }

    /**
     * Says what was received or begun, and is not processed.
     *
     * @return one sentence; empty if there is nothing of the kind
     * @throws ReflectiveOperationException if this Spark does not show it
     */
    String leftUndone() throws ReflectiveOperationException {
        Object scheduler = Reflection.result(context, "scheduler");
        Object pending = Reflection.result(scheduler, "getPendingTimes");
        int batches = (Integer) Reflection.result(pending, "size");
        if (batches > 0) {
            return batches + (batches == 1 ? " batch was" : " batches were") + " begun and not finished";
        }
        Object tracker = Reflection.call(scheduler, "receiverTracker");
        boolean blocks = tracker != null && (Boolean) Reflection.result(tracker, "hasUnallocatedBlocks");
        return blocks ? "blocks were received and belong to no batch" : "";
    }

    /** The time of the last batch that is processed, in milliseconds; null where there is none, or Spark does not show it. */
    @Nullable Long lastBatch() {
        try {
            Object generator = Reflection.result(Reflection.result(context, "scheduler"), "jobGenerator");
            Object time = Reflection.call(generator, "lastProcessedBatch");
            return time == null ? null : (Long) Reflection.result(time, "milliseconds");
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
