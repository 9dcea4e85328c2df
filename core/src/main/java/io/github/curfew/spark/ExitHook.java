package io.github.curfew.spark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains every run when the JVM exits: by SIGTERM, by Ctrl-C, or because the application's main method has returned.
 *
 * <p>Why Hadoop's hooks: those of the JVM itself run beside Spark's, which stop the SparkContext meanwhile; Spark's own
 * have 30 seconds for all of them. Hadoop's run one after the other by priority, each within its own time, and Spark is
 * itself one of them.
 */
final class ExitHook implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitHook.class);

    /** Before Spark's, which has 40, and before the file systems are closed, with 10. */
    private static final int PRIORITY = 60;

    /** For the cuts after the deadline, and for the last reports. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final SparkDriver driver;
    private final Duration deadline;

    private ExitHook(SparkDriver driver, Duration deadline) {
        this.driver = driver;
        this.deadline = deadline;
    }

    /**
     * Hooks it in.
     *
     * @param driver whose runs to drain
     * @param deadline how long all of it may take
     * @return the hook; without effect if the JVM is exiting already
     */
    static ExitHook add(SparkDriver driver, Duration deadline) {
        ExitHook hook = new ExitHook(driver, deadline);
        try {
            // Hadoop's own limit is the last resort only; ours tells the truth in reports before it strikes.
            ShutdownHookManager.get()
                    .addShutdownHook(hook, PRIORITY, deadline.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is exiting already", e);
        }
        return hook;
    }

    /** Takes it out; without effect while the JVM exits. */
    void remove() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            try {
                ShutdownHookManager.get().removeShutdownHook(this);
            } catch (IllegalStateException e) {
                LOG.debug("The JVM began to exit just now", e);
            }
        }
    }

    @Override
    public void run() {
        long end = System.nanoTime() + deadline.toNanos();
        Duration half = deadline.dividedBy(2);
        Duration kept = KEPT.compareTo(half) < 0 ? KEPT : half;
        driver.engine().drainAll("/curfew/jvm-exit", "the JVM is exiting", deadline.minus(kept), kept.dividedBy(2));
        driver.end("the JVM is exiting", Duration.ofNanos(end - System.nanoTime()));
    }
}
