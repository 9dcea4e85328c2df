package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.RefusedException;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what drivers say on one broker, while a run of this driver is held. Driven by steps, one round each, so that a
 * thread can take them in real time and a simulation in virtual time.
 */
final class Watch implements LinkThread.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration EMPTY_HANDED = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Link link;
    private final Scheduler scheduler;
    private final Authority authority;
    private final Takeovers takeovers;
    private final Duration lookBack;
    private final Duration quiet;
    private final Backoff backoff;
    private @Nullable Position from;
    private @Nullable Reader reader;
    private Duration lastNews;
    private boolean doubting;
    private boolean failing;
    private boolean finished;
    private volatile @Nullable String trouble;
    private volatile @Nullable Runnable whenFinished;

    Watch(Link link, Parts parts, Takeovers takeovers, Duration lookBack, RandomGenerator random) {
        this.link = link;
        this.scheduler = parts.scheduler();
        this.authority = parts.authority();
        this.takeovers = takeovers;
        this.lookBack = lookBack;
        this.quiet = link.transport().quietTime();
        this.backoff = new Backoff(random);
        this.lastNews = scheduler.uptime();
    }

    /** Whether a backend can tell who was there before: one that only asks around misses who is out of reach just now. */
    static boolean canTell(Transport transport) {
        return transport.capabilities().replaysRoster()
                && transport.capabilities().replaysReports()
                && transport.capabilities().replaysSignals();
    }

    String name() {
        return link.name();
    }

    /** What keeps it from reading just now, or null. */
    @Nullable String trouble() {
        return trouble;
    }

    /** Now, by the broker's clock; null where it has told none. */
    @Nullable Instant now() {
        return link.clock().now(scheduler.uptime());
    }

    /**
     * One round.
     *
     * @return how long to pause before the next
     * @throws InterruptedException if the thread was interrupted
     */
    @Override
    public Duration take() throws InterruptedException {
        if (isFinished()) {
            closeReader();
            Runnable last = whenFinished;
            if (last != null) {
                last.run();
            }
            return LONGEST_PAUSE;
        }
        Duration pause = step();
        return look() ? pause : LONGEST_PAUSE;
    }

    /** False if it failed: whatever it is, what is held must not be held for ever because nobody looks any more. */
    private boolean look() {
        try {
            takeovers.look();
            failing = false;
            return true;
        } catch (Throwable e) {
            if (failing) {
                LOG.debug("Looking at what is held failed again and is tried again", e);
            } else {
                failing = true;
                LOG.error("Looking at what is held failed and is tried again", e);
            }
            return false;
        }
    }

    private Duration step() throws InterruptedException {
        try {
            Reader open = open();
            Duration begun = scheduler.uptime();
            Batch batch = open.poll(quiet);
            if (batch.lost() != null) {
                LOG.warn(
                        "Reports on {} are lost that a held run may have needed, which therefore waits until whoever is"
                                + " there has spoken again: {}",
                        link.name(),
                        batch.lost());
                takeovers.lost(link.name());
            }
            batch.passedOver()
                    .forEach(sentence -> LOG.warn(
                            "A report on {} cannot be had that a held run may have needed: {}", link.name(), sentence));
            for (Delivery delivery : batch.deliveries()) {
                deliver(delivery);
                open.acknowledge(delivery);
            }
            from = open.position();
            trouble = null;
            backoff.reset();
            Duration now = scheduler.uptime();
            if (!batch.deliveries().isEmpty()) {
                lastNews = now;
            }
            boolean isQuiet = now.minus(lastNews).compareTo(quiet) >= 0;
            takeovers.polled(
                    link.name(), begun, isQuiet, quiet, link.transport().hearingTime());
            // Some readers come back empty-handed before they have looked.
            boolean early = batch.deliveries().isEmpty() && now.minus(begun).compareTo(EMPTY_HANDED) < 0;
            return early ? EMPTY_HANDED : Duration.ZERO;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // A bug of a backend included: the run is held until it is told to go.
            closeReader();
            if (!isFinished()) {
                LOG.debug("What drivers say on {} cannot be read; it is tried again", link.name(), e);
                trouble = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            Duration pause = backoff.next();
            return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    private Reader open() {
        if (reader != null) {
            return reader;
        }
        Position start = from;
        if (start == null) {
            start = link.transport().past(Topic.REPORTS, lookBack);
            from = start;
        }
        Reader opened = link.transport().read(Topic.REPORTS, start);
        lastNews = scheduler.uptime();
        reader = opened;
        return opened;
    }

    private void deliver(Delivery delivery) {
        try {
            takeovers.take(link.name(), Heard.of(authority.readReport(delivery.body()), delivery));
        } catch (RefusedException e) {
            doubt(delivery, String.valueOf(e.getMessage()));
        } catch (MalformedException e) {
            LOG.debug("Passed over what is no report on {}: {}", link.name(), e.getMessage());
        }
    }

    /** Nobody who may has signed it: it proves nothing, and may be the word of a predecessor that does not sign yet. */
    private void doubt(Delivery delivery, String sentence) {
        if (doubting) {
            LOG.debug("A report on {} does not count: {}", link.name(), sentence);
        } else {
            doubting = true;
            LOG.warn(
                    "A report on {} does not count, and proves no end of a predecessor: {} (more of them are only noted)",
                    link.name(),
                    Quoted.sentence(sentence));
        }
        Report claimed = authority.claimed(delivery.body());
        if (claimed != null) {
            takeovers.doubt(claimed, sentence, delivery.time());
        }
    }

    private synchronized boolean isFinished() {
        return finished;
    }

    private void closeReader() {
        Reader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (Throwable e) {
                LOG.debug("Closing a reader of {} threw", link.name(), e);
            }
        }
    }

    /** Takes its rounds on a thread of its own, until it has finished. Does not block. */
    void begin() {
        LinkThread thread = new LinkThread("takeover-" + name(), this);
        whenFinished(thread::finish);
        thread.start();
    }

    /** What is done, on its own thread, once it has finished. */
    void whenFinished(Runnable last) {
        whenFinished = last;
    }

    /** Nothing is held any more: it ends with the round that is under way. Does not block. */
    synchronized void finish() {
        finished = true;
    }
}
