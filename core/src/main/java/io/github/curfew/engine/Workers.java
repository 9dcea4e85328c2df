package io.github.curfew.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that are there only while something is going on: one for the time, four for streams, and for brokers three, or
 * one more than there are, since each of them may hang; gone a few seconds after the last task. An idle driver has none
 * of them.
 */
final class Workers implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 2;

    private final InstantSource clock = InstantSource.system();
    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor time;
    private final ThreadPoolExecutor brokers;
    private final ThreadPoolExecutor streams;

    Workers(int links) {
        time = new ScheduledThreadPoolExecutor(1, named("curfew-time"));
        time.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        time.allowCoreThreadTimeOut(true);
        time.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        brokers = pool(Math.max(3, links + 1), "curfew-broker");
        streams = pool(4, "curfew-stream");
    }

    private static ThreadPoolExecutor pool(int most, String name) {
        Tasks tasks = new Tasks();
        return new ThreadPoolExecutor(0, most, IDLE_SECONDS, TimeUnit.SECONDS, tasks, named(name), tasks::keep);
    }

    /**
     * Takes a task from the pool only if a thread waits for one, so that a new thread begins where none does; the rest is
     * kept when there are as many as may be. A pool with a queue of the usual kind begins a thread for each task, idle
     * ones or not, which was most of what a driver's part in a stop cost.
     */
    private static final class Tasks extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        /** What the pool has no thread for. */
        void keep(Runnable task, ThreadPoolExecutor pool) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("closed");
            }
            // Not add: nothing keeps that from calling offer.
            boolean unused = super.offer(task);
            // All threads may have gone since the pool said that there were as many as may be; nobody would look then.
            if (pool.getPoolSize() == 0 && remove(task)) {
                pool.execute(task);
            }
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            // Not the class loader of whoever happened to cause the first task.
            thread.setContextClassLoader(Workers.class.getClassLoader());
            return thread;
        };
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    @Override
    public void execute(Lane lane, Runnable task) {
        try {
            (lane == Lane.BROKER ? brokers : streams).execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("Curfew is closed, and does not begin another task");
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = time.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Curfew is closed, and does not begin another task");
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                // A bug of ours or of a backend; whoever owns the task keeps its state so that the next round mends it.
                LOG.error("A task of Curfew failed; streams and listening go on", e);
            }
        };
    }

    @Override
    public void close() {
        time.shutdownNow();
        brokers.shutdownNow();
        streams.shutdownNow();
    }
}
