package io.github.curfew.spark;

import java.time.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a StreamingContext from threads of its own: {@code stop()} blocks until the end, deadlocks inside a batch, throws
 * inside a listener, and holds the context's lock all the while, so that a second one can come through only when the
 * first has been interrupted. Leaves the SparkContext alone. Thread-safe.
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextStop {
    private static final Logger LOG = LoggerFactory.getLogger(ContextStop.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final StreamingContext context;
    private final ContextInternals internals;
    private final String name;
    private @Nullable Thread graceful;
    private @Nullable Thread abrupt;
    private volatile boolean drained;
    private volatile boolean stopped;
    private volatile boolean overtaken;
    private volatile String trouble = "";

    ContextStop(StreamingContext context, ContextInternals internals, String runId) {
        this.context = context;
        this.internals = internals;
        this.name = "curfew-stop-" + runId;
    }

    /** Begins a graceful stop, at the first call. Returns at once. */
    synchronized void begin() {
        if (graceful == null && abrupt == null) {
            graceful = start(this::drain);
        }
    }

    private void drain() {
        // The lock that stop() itself takes: whoever holds it may have stopped the context meanwhile.
        synchronized (context) {
            if (internals.isStopped()) {
                trouble = "the application stopped it by itself";
                return;
            }
            // After a batch that failed Spark waits for one that succeeds, and where none does, by the user's own
            // limit.
            Runnable setBack = internals.error() == null ? ContextConf.lift(context) : () -> {};
            try {
                context.stop(false, true);
                drained = true;
                stopped();
            } finally {
                setBack.run();
            }
        }
    }

    /**
     * Ends a graceful stop that is under way and stops abruptly. Blocks until the context has stopped.
     *
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void cut() throws InterruptedException {
        Thread before;
        Thread own;
        synchronized (this) {
            before = graceful;
            own = abrupt;
            if (own == null) {
                own = start(() -> {
                    context.stop(false, false);
                    stopped();
                });
                abrupt = own;
            }
        }
        while (own.isAlive()) {
            if (before != null && before.isAlive()) {
                before.interrupt();
            }
            own.join(LOOK.toMillis());
        }
    }

    private Thread start(Runnable stop) {
        // Nothing is inherited: Spark lets none stop who comes from a listener's thread, and tells that by what it
        // inherits.
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        stop.run();
                    } catch (Throwable e) {
                        // Scala throws what it does not declare, such as the InterruptedException of a cut.
                        if (e instanceof InterruptedException) {
                            LOG.debug("A graceful stop of the StreamingContext is cut short", e);
                        } else {
                            LOG.warn("A stop of the StreamingContext did not come to its end", e);
                        }
                        trouble = Reflection.reason(e);
                    }
                },
                name,
                0,
                false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void stopped() {
        overtaken = context.sparkContext().isStopped();
        stopped = true;
    }

    /** Whether a graceful stop of ours came to its end. */
    boolean hasDrained() {
        return drained;
    }

    /** Whether a stop of ours came to its end, graceful or not. */
    boolean hasStopped() {
        return stopped;
    }

    /**
     * Whether the SparkContext was stopped by then. That need not be bad: the application hears of the end of its stream a
     * moment before a stop comes to its own, and may stop its SparkContext at once. Before that, a batch would fail.
     */
    boolean wasOvertaken() {
        return overtaken;
    }

    /** Whether a stop of ours has begun and not come to its end. */
    synchronized boolean isUnderWay() {
        return isAlive(graceful) || isAlive(abrupt);
    }

    private static boolean isAlive(@Nullable Thread thread) {
        return thread != null && thread.isAlive();
    }

    /** Waits for a graceful stop that is under way. */
    void join(Duration longest) {
        Thread thread;
        synchronized (this) {
            thread = graceful;
        }
        if (thread != null) {
            try {
                thread.join(Math.max(1, longest.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Why not; empty where nothing is known. */
    String trouble() {
        return trouble;
    }
}
