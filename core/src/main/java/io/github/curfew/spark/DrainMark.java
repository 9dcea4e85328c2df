package io.github.curfew.spark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A state of a query that means "finish your batch, then end". Spark asks whether a query is still active by
 * {@code state.get().equals(TERMINATED)}, so that whatever object the state holds is asked; this one says yes to the
 * query's own thread alone, and only between two batches. Everybody else sees an active query until it has ended.
 *
 * <p>Why not TERMINATED itself: from Spark 4.0.4 on, a batch looks at the state just before it executes, and interrupts
 * itself when it finds the query ended; and an application that loops on {@code isActive()} would close its session
 * while the last batch is still being written.
 */
final class DrainMark implements InvocationHandler {
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Object terminated;
    private final Thread queryThread;

    private DrainMark(Object terminated, Thread queryThread) {
        this.terminated = terminated;
        this.queryThread = queryThread;
    }

    /** A mark for the query that runs on this thread. */
    static Object of(ExecutionShape.Marks marks, Thread queryThread) {
        Class<?> type = marks.type();
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new DrainMark(marks.terminated(), queryThread));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> equalTo(proxy, arguments == null ? null : arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "DRAINING";
            default -> throw new UnsupportedOperationException(method + " of a query's state");
        };
    }

    // A state has no fields: identity is what equality of states means.
    @SuppressWarnings("ReferenceEquality")
    private boolean equalTo(Object proxy, @Nullable Object other) {
        return other == proxy || (other == terminated && Thread.currentThread() == queryThread && !inBatch());
    }

    private static boolean inBatch() {
        return STACK.walk(frames -> frames.anyMatch(frame -> isBatch(frame.getClassName(), frame.getMethodName())));
    }

    /** Whether a frame of this class and method is that of a batch under way. */
    static boolean isBatch(String className, String methodName) {
        return methodName.equals(ExecutionShape.BATCH_METHOD) && className.endsWith(ExecutionShape.BATCH_CLASS);
    }
}
