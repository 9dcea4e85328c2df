package io.github.curfew.spark;

import java.util.concurrent.atomic.AtomicReference;

/** Drains by a {@link DrainMark}: the query's own loop ends by itself after the batch in flight has been committed. */
final class MarkDrain implements Drain {
    private final AtomicReference<Object> state;
    private final Object terminated;
    private final Thread thread;
    private final Object mark;
    private final Object waking = new Object();
    private boolean woken;

    MarkDrain(ExecutionShape.Marks marks, AtomicReference<Object> state, Thread thread) {
        this.state = state;
        this.terminated = marks.terminated();
        this.thread = thread;
        this.mark = DrainMark.of(marks, thread);
    }

    @Override
    public void step() {
        if (marked()) {
            wake();
        }
    }

    /**
     * Marks over INITIALIZING too. Spark then fails to make the query active, and takes this for a stop that came before
     * the first batch: the thread goes straight to its clean-up and ends without an error and without a batch.
     */
    @SuppressWarnings("ReferenceEquality") // as Spark itself compares and sets them
    private boolean marked() {
        Object now = state.get();
        while (now != mark) {
            if (now == terminated) {
                return false;
            }
            if (state.compareAndSet(now, mark)) {
                return true;
            }
            now = state.get();
        }
        return true;
    }

    /**
     * Wakes the thread if it sleeps until its next trigger. It was marked before it was seen asleep, so whenever the
     * interrupt comes it cannot hit a batch: none starts any more.
     */
    private void wake() {
        synchronized (waking) {
            // Looking at a stack stops the thread for a moment, and a thread that waits for its jobs is never asleep.
            if (thread.getState() != Thread.State.TIMED_WAITING || !sleepsInTrigger()) {
                woken = false;
            } else if (!woken) {
                woken = true;
                thread.interrupt();
            }
        }
    }

    private boolean sleepsInTrigger() {
        boolean asleep = false;
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (DrainMark.isBatch(frame.getClassName(), frame.getMethodName())) {
                return false;
            }
            asleep |= frame.getMethodName().equals("waitTillTime")
                    && frame.getClassName().equals("org.apache.spark.util.SystemClock");
        }
        return asleep;
    }
}
