package io.github.curfew.spark;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a class of query executions looks like inside: resolved once per class, with one log line where it is not as
 * expected.
 *
 * @param continuous whether it processes continuously, without batches
 * @param asynchronous whether it writes its logs behind its batches, as asynchronous progress tracking does
 * @param oddity one sentence on why it cannot be marked; empty where it can
 * @param thread gives the thread on which the query runs, or null where there is none such
 * @param marks what it takes to mark a query, or null where that cannot be done
 * @param offsetLog gives the log of the batches that were begun, or null where there is none such
 * @param commitLog gives the log of the batches that were committed, or null where there is none such
 */
record ExecutionShape(
        boolean continuous,
        boolean asynchronous,
        String oddity,
        @Nullable Method thread,
        @Nullable Marks marks,
        @Nullable Method offsetLog,
        @Nullable Method commitLog) {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionShape.class);

    /** The method whose frame says that a batch is under way. */
    static final String BATCH_METHOD = "runBatch";

    /** The class, by the end of its name, that has this method. */
    static final String BATCH_CLASS = "MicroBatchExecution";

    private static final ClassValue<ExecutionShape> SHAPES = new ClassValue<>() {
        @Override
        protected ExecutionShape computeValue(Class<?> type) {
            ExecutionShape shape = resolve(type);
            if (!shape.oddity().isEmpty()) {
                LOG.warn(
                        "Queries run by {} cannot be stopped for certain between two batches: {}",
                        type.getName(),
                        shape.oddity());
            }
            return shape;
        }
    };

    /**
     * What it takes to mark a query.
     *
     * @param state gives the reference that holds its state
     * @param type the interface of the states
     * @param terminated the state of a query that has ended
     */
    record Marks(Method state, Class<?> type, Object terminated) {}

    /** The shape of an execution's class, which is resolved at the first call. */
    static ExecutionShape of(Class<?> execution) {
        return SHAPES.get(execution);
    }

    /** The shape of something of which nothing is known. */
    static ExecutionShape unknown(String oddity) {
        return new ExecutionShape(false, false, oddity, null, null, null, null);
    }

    private static ExecutionShape resolve(Class<?> type) {
        Class<?> base = Reflection.ancestor(type, "StreamExecution");
        if (base == null) {
            return unknown(type.getName() + " is not a StreamExecution of Spark's.");
        }
        Method thread = method(base, "queryExecutionThread", Thread.class);
        if (Reflection.ancestor(type, "ContinuousExecution") != null) {
            // Its thread waits for its epochs and never looks at the state: marked, it would run for ever.
            return new ExecutionShape(
                    true, false, "continuous processing has no batches to stop between.", thread, null, null, null);
        }
        boolean asynchronous = type.getSimpleName().startsWith("AsyncProgressTracking");
        Method offsetLog = method(base, "offsetLog", Object.class);
        Method commitLog = method(base, "commitLog", Object.class);
        String oddity = "";
        Marks marks = null;
        try {
            marks = marks(type, base, thread);
        } catch (ReflectiveOperationException | LinkageError e) {
            oddity = "the inside of this Spark is not as expected (" + Reflection.reason(e)
                    + "); such a query is stopped when it tells its progress.";
        }
        return new ExecutionShape(false, asynchronous, oddity, thread, marks, offsetLog, commitLog);
    }

    private static Marks marks(Class<?> type, Class<?> base, @Nullable Method thread)
            throws ReflectiveOperationException {
        if (thread == null) {
            throw new NotShownException("no " + base.getName() + ".queryExecutionThread");
        }
        Method state = method(base, "state", AtomicReference.class);
        if (state == null) {
            throw new NotShownException("no " + base.getName() + ".state");
        }
        Class<?> batches = Reflection.ancestor(type, BATCH_CLASS);
        // Without this frame a mark would be seen in the middle of a batch, and from 4.0.4 on Spark would cut it.
        if (batches == null
                || Arrays.stream(batches.getDeclaredMethods())
                        .noneMatch(m -> m.getName().equals(BATCH_METHOD))) {
            throw new NotShownException("no " + type.getName() + "." + BATCH_METHOD);
        }
        String home = base.getPackageName();
        ClassLoader loader = base.getClassLoader();
        Class<?> stateType = Class.forName(home + ".State", false, loader);
        Field module = Class.forName(home + ".TERMINATED$", true, loader).getField("MODULE$");
        Object terminated = module.get(null);
        if (!stateType.isInterface() || !stateType.isInstance(terminated)) {
            throw new NotShownException(stateType.getName() + " is not the interface of TERMINATED");
        }
        return new Marks(state, stateType, terminated);
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?> result) {
        try {
            Method method = type.getMethod(name);
            boolean fits = result.isAssignableFrom(method.getReturnType()) && !Modifier.isStatic(method.getModifiers());
            return fits ? method : null;
        } catch (NoSuchMethodException absent) {
            return null;
        }
    }
}
