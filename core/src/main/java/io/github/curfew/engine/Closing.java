package io.github.curfew.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes several things at once, so that one that is slow takes no time from the others. Not thread-safe. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final List<Thread> threads = new ArrayList<>();

    /** Waits for another thread that closes the same things already. */
    static void awaitOther(CountDownLatch closed, Duration most) {
        try {
            if (!closed.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("Another thread is still closing this engine");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins with one. */
    void begin(String what, Runnable close) {
        Thread thread = new Thread(close, "curfew-close-" + what);
        thread.setDaemon(true);
        thread.setContextClassLoader(Closing.class.getClassLoader());
        threads.add(thread);
        thread.start();
    }

    /** Waits for all of them, at most for so long; what is not closed by then is left behind. */
    void await(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            for (Thread thread : threads) {
                long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
                thread.join(Math.max(1, millis));
                if (thread.isAlive()) {
                    LOG.warn("{} takes too long and is left behind", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
