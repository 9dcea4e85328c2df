package io.github.curfew.spark;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inner parts of one query, so far as they are as expected.
 *
 * @param shape of its class
 * @param execution Spark's own object behind the query, or null where it was not found
 * @param thread the thread on which the query runs, or null where it was not found
 */
record QueryInternals(
        ExecutionShape shape,
        @Nullable Object execution,
        @Nullable Thread thread) {
    private static final Logger LOG = LoggerFactory.getLogger(QueryInternals.class);

    /** Looks into a query. */
    static QueryInternals of(StreamingQuery query) {
        Object execution = query;
        try {
            if (Reflection.ancestor(query.getClass(), "StreamExecution") == null) {
                execution = Reflection.result(query, "streamingQuery");
            }
            ExecutionShape shape = ExecutionShape.of(execution.getClass());
            Thread thread = shape.thread() == null ? null : (Thread) Reflection.result(execution, shape.thread());
            return new QueryInternals(shape, execution, thread);
        } catch (ReflectiveOperationException e) {
            LOG.warn("The inside of query {} cannot be seen: {}", query.id(), Reflection.reason(e));
            return absent(Reflection.reason(e));
        }
    }

    /** What is known of a query of which nothing is known. */
    static QueryInternals absent(String oddity) {
        return new QueryInternals(ExecutionShape.unknown(oddity), null, null);
    }

    /** The best way to drain this query. */
    Drain drain(StreamingQuery query) {
        ExecutionShape.Marks marks = shape.marks();
        if (marks == null || execution == null || thread == null) {
            return new PublicDrain(query);
        }
        try {
            @SuppressWarnings("unchecked") // an AtomicReference of states takes whatever object it is given
            AtomicReference<Object> state = (AtomicReference<Object>) Reflection.result(execution, marks.state());
            return new MarkDrain(marks, state, thread);
        } catch (ReflectiveOperationException e) {
            LOG.warn("The state of query {} cannot be seen: {}", query.id(), Reflection.reason(e));
            return new PublicDrain(query);
        }
    }

    /**
     * Reads how far the two logs of the query's checkpoint go, which may take as long as its file system does. Call it
     * when the query has ended.
     *
     * @param told the last batch that the query told of, or null
     * @throws ReflectiveOperationException if the logs are not there, or cannot be read
     */
    CheckpointTail tail(@Nullable Long told) throws ReflectiveOperationException {
        if (execution == null || shape.offsetLog() == null || shape.commitLog() == null) {
            throw new NotShownException("this Spark does not show the logs of a query");
        }
        Object offsetLog = Reflection.result(execution, shape.offsetLog());
        Object commitLog = Reflection.result(execution, shape.commitLog());
        if (CheckpointTail.isThere(offsetLog)) {
            return CheckpointTail.ofFiles(offsetLog, commitLog);
        }
        CheckpointTail remembered = CheckpointTail.ofMemory(offsetLog, commitLog);
        if (remembered != null) {
            return remembered;
        }
        if (isBetweenBatches(execution)) {
            return new CheckpointTail(told, told);
        }
        throw new NotShownException("its temporary checkpoint is gone");
    }

    /**
     * Whether no batch was under way when the query ended: Spark 3 raises a flag when a batch is written to the offset
     * log, before it runs, and lowers it when the batch is in the commit log.
     */
    private static boolean isBetweenBatches(Object execution) throws ReflectiveOperationException {
        Class<?> batches = Reflection.ancestor(execution.getClass(), ExecutionShape.BATCH_CLASS);
        if (batches == null) {
            return false;
        }
        try {
            Method flag = batches.getDeclaredMethod("isCurrentBatchConstructed");
            flag.setAccessible(true);
            return Boolean.FALSE.equals(flag.invoke(execution));
        } catch (NoSuchMethodException later) {
            return false;
        }
    }
}
