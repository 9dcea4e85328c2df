package io.github.curfew.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that a backend has on a driver: takes a link's steps until it is closed. */
final class LinkThread {
    private static final Logger LOG = LoggerFactory.getLogger(LinkThread.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** One round of listening. */
    interface Round {
        /**
         * Takes it, and survives whatever goes wrong in it.
         *
         * @return how long to pause before the next
         * @throws InterruptedException if the thread was interrupted
         */
        Duration take() throws InterruptedException;
    }

    LinkThread(String backend, Round round) {
        thread = new Thread(() -> run(round), "curfew-" + backend);
        thread.setDaemon(true);
        thread.setContextClassLoader(LinkThread.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    private void run(Round round) {
        while (closed.getCount() > 0) {
            try {
                Duration pause = round.take();
                if (!pause.isZero() && closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                if (closed.getCount() == 0) {
                    return;
                }
                // Somebody else's interrupt, such as a client library's: not ours to end by.
                LOG.debug("{} was interrupted and goes on", thread.getName());
            }
        }
    }

    /** Lets it end after the round that is under way. */
    void finish() {
        closed.countDown();
    }

    /** Ends it. Waits for it, at most for so long. */
    void close(Duration most) {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
