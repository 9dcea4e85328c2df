package io.github.curfew.spark;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.time.Duration;
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

    /** Whether those who wait for its end are told of it already. Also after an error, it goes on. */
    boolean isOver() {
        try {
            return context.awaitTerminationOrTimeout(0);
        } catch (Throwable e) {
            // What a batch threw.
            return false;
        }
    }

    /** How many receivers it has. */
    static int receivers(StreamingContext context) throws ReflectiveOperationException {
        Object graph = Reflection.result(context, "graph");
        return Array.getLength(Reflection.result(graph, "getReceiverInputStreams"));
    }

    /** How long one batch receives. */
    static Duration batch(StreamingContext context) throws ReflectiveOperationException {
        Object batch = Reflection.result(Reflection.result(context, "graph"), "batchDuration");
        return Duration.ofMillis((Long) Reflection.result(batch, "milliseconds"));
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
        if (tracker != null && (Boolean) Reflection.result(tracker, "hasUnallocatedBlocks")) {
            return "received and in no batch: " + BlocksLeft.of(tracker);
        }
        return unmarked(Reflection.result(scheduler, "jobGenerator"));
    }

    /** A batch whose jobs ran after Spark had given up waiting is marked as processed nowhere, its checkpoint included. */
    private static String unmarked(Object generator) throws ReflectiveOperationException {
        long begun = (Long) Reflection.hidden(Reflection.hidden(generator, "timer"), "prevTime");
        Object marked = Reflection.call(generator, "lastProcessedBatch");
        long processed = marked == null ? -1 : (Long) Reflection.result(marked, "milliseconds");
        return begun <= processed ? "" : "the batch of " + begun + " is not marked as processed";
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
