package io.github.curfew.spark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the StreamingContext that runs under curfew, and notices its end, of which Spark tells nobody. A JVM has one at a
 * time. For as long as there is one, this has a thread of its own. Thread-safe.
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ContextWatch.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONGEST_TELLING = Duration.ofSeconds(10);

    private final SparkDriver driver;
    private final SparkContext spark;
    private @Nullable ContextRun current;
    private boolean watching;
    private boolean asked;
    private final CountDownLatch closed = new CountDownLatch(1);

    ContextWatch(SparkDriver driver, SparkContext spark) {
        this.driver = driver;
        this.spark = spark;
    }

    /** Whether this Spark has DStreams at all: spark-streaming may be absent. */
    static boolean isPossible() {
        try {
            Class<?> unused = Class.forName(
                    "org.apache.spark.streaming.StreamingContext", false, ContextWatch.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("There are no DStreams here", e);
            return false;
        }
    }

    /** A StreamingContext may have started. Does not block. */
    synchronized void look() {
        asked = true;
        if (!watching && !isClosed()) {
            watching = true;
            // This is called on a listener's thread: who inherits from it is not allowed to stop a SparkContext.
            Thread thread = new Thread(null, this::watch, "curfew-context", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void watch() {
        try {
            while (true) {
                ContextRun run = next();
                if (run == null) {
                    return;
                }
                if (run.hasEnded()) {
                    ended(run);
                } else if (!pause()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopWatching();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The StreamingContext is no longer watched; its end will be noticed late", e);
            stopWatching();
        }
    }

    private synchronized void stopWatching() {
        watching = false;
    }

    /** What runs now; null if there is nothing to watch any more. */
    private @Nullable ContextRun next() {
        while (true) {
            synchronized (this) {
                if (current != null) {
                    return current;
                }
                if (!asked || isClosed()) {
                    watching = false;
                    return null;
                }
                asked = false;
            }
            ContextRun found = find();
            synchronized (this) {
                if (current == null) {
                    current = found;
                }
            }
        }
    }

    /** Blocks while one starts, and for as long as it takes to put it under curfew. */
    private @Nullable ContextRun find() {
        StreamingContext active;
        try {
            active = (StreamingContext) Reflection.orNull(StreamingContext.getActive());
        } catch (ReflectiveOperationException e) {
            LOG.warn("The StreamingContext that runs cannot be found: {}", Reflection.reason(e));
            return null;
        }
        if (active == null || active.sparkContext() != spark || spark.isStopped() || ContextRun.isManaged(active)) {
            return null;
        }
        if (driver.settings().takesOver()) {
            LOG.warn(
                    "A StreamingContext has no query id to be taken over by: it runs, whether its predecessor does or not");
        }
        driver.join(ContextRun.of(active, driver.labels()));
        if (ContextRun.isManaged(active)) {
            driver.setAside(ContextRun.id(active));
            return null;
        }
        ContextConf.settle(active, driver.settings().stopDeadline());
        return joined(active);
    }

    /** Whoever was first has put it under curfew. */
    private @Nullable ContextRun joined(StreamingContext context) {
        return driver.run(ContextRun.id(context)) instanceof ContextRun run ? run : null;
    }

    /** Watches one that is under curfew already because somebody waits for it. Does not block. */
    void follow(StreamingContext context) {
        ContextRun run = joined(context);
        synchronized (this) {
            if (run == null || isCurrent(run.info().id())) {
                return;
            }
            current = run;
        }
        ContextConf.settle(context, driver.settings().stopDeadline());
        look();
    }

    /** Whoever waited for it has given up, and it goes on. */
    synchronized void forget(String runId) {
        if (isCurrent(runId)) {
            current = null;
        }
    }

    private synchronized boolean isCurrent(String runId) {
        return current != null && current.info().id().equals(runId);
    }

    /** Waits a while; false if there is nothing to watch for any more. */
    private boolean pause() throws InterruptedException {
        if (closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            stopWatching();
            return false;
        }
        return true;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void ended(ContextRun run) throws InterruptedException {
        synchronized (this) {
            current = null;
            // Another one may have started meanwhile.
            asked = true;
        }
        driver.terminated(run.info().id());
        if (run.wasStoppedHere() && driver.settings().stopsSparkContext()) {
            awaitTold(run);
            LOG.info(
                    "The StreamingContext has been stopped; so is the SparkContext, as curfew.stop.spark-context says");
            spark.stop();
        }
    }

    /** Its last word comes before the application's. */
    private void awaitTold(ContextRun run) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_TELLING.toNanos();
        while (System.nanoTime() < end && isKnown(run) && !closed.await(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("The last word of {} is being told", run.info().displayName());
        }
    }

    private boolean isKnown(ContextRun run) {
        return driver.engine().runs().stream()
                .anyMatch(status -> status.run().id().equals(run.info().id()));
    }

    /** Watches no longer. Does not block. */
    void close() {
        closed.countDown();
    }
}
