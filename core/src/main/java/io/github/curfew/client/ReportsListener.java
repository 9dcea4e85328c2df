package io.github.curfew.client;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of one backend, from some time ago on, over any number of lost links. Has one daemon thread, from
 * {@link #start} to {@link #finish}.
 */
final class ReportsListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReportsListener.class);

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** After so many times without its being quiet, it will not be. */
    private static final int LOUD = 3;

    private final String backend;
    private final Transport transport;
    private final Intake intake;
    private final Duration lookBack;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Position from;
    private volatile boolean started;
    private volatile long readingSince = System.nanoTime();
    private long quietSince = System.nanoTime();
    private long openedAt = System.nanoTime();
    private @Nullable Position end;
    private boolean endPassed;
    private long endPassedAt;
    private volatile boolean caughtUp;
    private volatile @Nullable String trouble;

    ReportsListener(String backend, Transport transport, Intake intake, Duration lookBack) {
        this.backend = backend;
        this.transport = transport;
        this.intake = intake;
        this.lookBack = lookBack;
        this.thread = new Thread(this::listen, "curfew-client-" + backend);
        thread.setDaemon(true);
        thread.setContextClassLoader(ReportsListener.class.getClassLoader());
    }

    Transport transport() {
        return transport;
    }

    boolean isStarted() {
        return started;
    }

    /** Begins to read; what is said from now on will not be missed. Blocks while it asks the broker where to begin. */
    synchronized void start() {
        if (started || closed.getCount() == 0) {
            return;
        }
        readingSince = System.nanoTime();
        try {
            from = transport.past(Topic.REPORTS, lookBack);
        } catch (RuntimeException e) {
            failed(e);
        }
        started = true;
        if (closed.getCount() > 0) {
            thread.start();
        }
    }

    /** Whether it has read all that lay on the broker when it began. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** What keeps it from reading just now; null while nothing does. */
    @Nullable String trouble() {
        return trouble;
    }

    /** Whether it has been reading for so long, without trouble, and has not had all. */
    boolean isLate(Duration after) {
        return started && !caughtUp && trouble == null && System.nanoTime() - readingSince >= after.toNanos();
    }

    private void listen() {
        Duration pause = SHORTEST_PAUSE;
        while (closed.getCount() > 0) {
            try (Reader reader = open()) {
                quietSince = System.nanoTime();
                openedAt = quietSince;
                end = null;
                endPassed = false;
                while (closed.getCount() > 0) {
                    read(reader);
                    pause = SHORTEST_PAUSE;
                }
            } catch (InterruptedException e) {
                LOG.debug("{} was interrupted", thread.getName());
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
            try {
                boolean unused = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("{} was interrupted", thread.getName());
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private Reader open() {
        Position start = from;
        if (start == null) {
            start = transport.past(Topic.REPORTS, lookBack);
            from = start;
        }
        return transport.read(Topic.REPORTS, start);
    }

    private void read(Reader reader) throws InterruptedException {
        Batch batch = reader.poll(caughtUp ? WAIT : transport.quietTime());
        if (batch.lost() != null) {
            intake.lost(backend, batch.lost());
        }
        batch.passedOver()
                .forEach(sentence -> LOG.warn("A report on {} cannot be had: {}", backend, Quoted.sentence(sentence)));
        for (Delivery delivery : batch.deliveries()) {
            intake.deliver(backend, delivery);
            reader.acknowledge(delivery);
        }
        from = reader.position();
        // A reader that comes back empty-handed may not have heard from anybody yet.
        if (trouble != null && (!batch.deliveries().isEmpty() || reader.isAtEnd())) {
            readingSince = System.nanoTime();
            trouble = null;
            intake.changed();
        }
        if (!caughtUp) {
            lookWhetherCaughtUp(reader, batch.deliveries());
        }
    }

    /** It is quiet when all is read; but in a large fleet it never is, and there the broker is asked where that was. */
    private void lookWhetherCaughtUp(Reader reader, List<Delivery> more) throws InterruptedException {
        long now = System.nanoTime();
        if (!more.isEmpty()) {
            quietSince = now;
            if (isPastTheEnd(more, now)) {
                caughtUp = true;
                intake.changed();
            }
        } else if (now - quietSince >= transport.quietTime().toNanos() && reader.isAtEnd()) {
            caughtUp = true;
            intake.changed();
        } else {
            // Some readers come back empty-handed before they have looked.
            boolean unused = closed.await(10, TimeUnit.MILLISECONDS);
        }
    }

    /** Not at once: what came late to one part of a topic may come before what came early to another. */
    private boolean isPastTheEnd(List<Delivery> more, long now) {
        long quiet = transport.quietTime().toNanos();
        Position known = end;
        if (known == null) {
            if (now - openedAt > LOUD * quiet) {
                end = transport.end(Topic.REPORTS);
            }
            return false;
        }
        if (!endPassed && more.stream().anyMatch(delivery -> known.order(delivery) == Position.Order.AFTER)) {
            endPassed = true;
            endPassedAt = now;
        }
        return endPassed && now - endPassedAt >= quiet;
    }

    private void failed(Throwable problem) {
        if (closed.getCount() == 0) {
            return;
        }
        LOG.debug("Reading the reports of {} failed; it is tried again", backend, problem);
        trouble = Transports.sentence(problem);
        intake.changed();
    }

    /** Has the thread end; the transport is closed by whoever opened it. Does not block. */
    void finish() {
        closed.countDown();
        thread.interrupt();
    }

    /** Waits until it has ended, at most for so long. */
    void join(Duration most) {
        try {
            thread.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
