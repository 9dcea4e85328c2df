package io.github.curfew.sqs;

import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Waits for messages, for one reader. A long poll is done on a thread of its own, because a thread that reads a socket
 * takes no notice of an interrupt: the reader's own thread can then be interrupted, and the poll broken off. Messages that
 * were on their way in a poll that is broken off are given again a little later.
 */
final class Hearing implements AutoCloseable {
    private final Calls calls;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ExecutorService polling;
    private volatile @Nullable Thread thread;

    Hearing(Calls calls) {
        this.calls = calls;
    }

    /**
     * Waits.
     *
     * @param url the queue's
     * @param seconds how long at the most, or 0 to look once
     * @param hidden for how many seconds others shall not see what was received
     * @return at most ten
     * @throws TransportException with one sentence
     * @throws InterruptedException if the calling thread was interrupted
     */
    List<Message> receive(String url, int seconds, int hidden) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before it looked for messages");
        }
        check(url);
        if (seconds == 0) {
            return calls.receive(url, 0, hidden);
        }
        Future<List<Message>> poll = submit(url, seconds, hidden);
        try {
            return poll.get();
        } catch (InterruptedException e) {
            breakOff();
            throw e;
        } catch (CancellationException e) {
            throw Failures.closed("ReceiveMessage", url);
        } catch (ExecutionException e) {
            check(url);
            throw e.getCause() instanceof TransportException failure
                    ? failure
                    : Failures.of("ReceiveMessage", url, e.getCause() == null ? e : e.getCause());
        }
    }

    private void check(String url) {
        if (closed.getCount() == 0) {
            throw TransportException.passing(
                    "sqs:ReceiveMessage failed on " + SqsNames.of(url) + ": the reader is closed",
                    new IllegalStateException("closed"));
        }
    }

    private synchronized Future<List<Message>> submit(String url, int seconds, int hidden) {
        ExecutorService there = polling;
        if (there == null) {
            there = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, "curfew-sqs-receive");
                made.setDaemon(true);
                thread = made;
                return made;
            });
            polling = there;
        }
        try {
            return there.submit(() -> calls.receive(url, seconds, hidden));
        } catch (RejectedExecutionException e) {
            throw Failures.closed("ReceiveMessage", url);
        }
    }

    /**
     * Does nothing for a while.
     *
     * @param length how long, unless it is closed
     * @throws InterruptedException if the calling thread was interrupted
     */
    void pause(Duration length) throws InterruptedException {
        boolean unused = closed.await(length.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void breakOff() {
        ExecutorService there = polling;
        polling = null;
        if (there != null) {
            // What has not yet been sent sees the interrupt, what has been sees the abort.
            for (Runnable unstarted : there.shutdownNow()) {
                // Somebody may wait for it already.
                if (unstarted instanceof Future<?> poll) {
                    poll.cancel(false);
                }
            }
        }
        Thread busy = thread;
        if (busy != null) {
            calls.abort(busy);
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        breakOff();
    }
}
