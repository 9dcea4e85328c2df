package io.github.curfew.engine;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's link to one broker: listens, over any number of lost connections, without a gap and without an end. It is
 * driven by steps, one round each, so that a thread can take them in real time and a simulation in virtual time.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration FIRST_POLL = Duration.ofMillis(100);
    /** A broker's positions in time are coarse; what comes twice or too early is sorted out by identity and fence. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final String name;
    private final Transport transport;
    private final Scheduler scheduler;
    private final LinkHealth health;
    private final Outbox outbox;
    private final BrokerClock clock = new BrokerClock();
    private final Backoff backoff;
    private final Duration since;
    private @Nullable Position from;
    private @Nullable Reader reader;
    private boolean lookBack;
    private volatile boolean closed;

    Link(String name, Transport transport, Scheduler scheduler, RandomGenerator random) {
        this.name = name;
        this.transport = transport;
        this.scheduler = scheduler;
        this.health = new LinkHealth(name, scheduler::now);
        this.outbox = new Outbox(transport, scheduler, health, random);
        this.backoff = new Backoff(random);
        this.since = scheduler.uptime();
    }

    String name() {
        return name;
    }

    Transport transport() {
        return transport;
    }

    LinkHealth health() {
        return health;
    }

    Outbox outbox() {
        return outbox;
    }

    BrokerClock clock() {
        return clock;
    }

    @Nullable Duration timeResolution() {
        return transport.capabilities().timeResolution();
    }

    /** By the broker's clock alone, on which both the signal's time and now are read; else it counts from receipt. */
    boolean hasExpired(Delivery delivery, Duration lifetime) {
        Instant published = delivery.time();
        Instant now = clock.now(scheduler.uptime());
        return published != null && now != null && published.plus(lifetime).isBefore(now);
    }

    /**
     * Whether it is of use to ask the broker for a run's fence. Where it is not, the run may start before the first
     * contact, which then has to look back.
     */
    synchronized boolean isInContact() {
        if (from == null) {
            lookBack = true;
        }
        return from != null && !health.hasFailed();
    }

    /** The first contact, made before any run is there: from here on nothing is missed. Blocks; throws when out of reach. */
    void contact() {
        Position end = transport.end(Topic.SIGNALS);
        synchronized (this) {
            if (from == null && !lookBack) {
                from = end;
            }
        }
    }

    /** Who takes what arrives. */
    interface Receiver {
        /** A message; never throws. */
        void deliver(Link link, Arrival arrival);

        /** There is a message that the backend cannot have. */
        void passedOver(Link link, String sentence);

        /** The broker has lost messages that nobody here had seen. */
        void lost(Link link, String sentence);
    }

    /**
     * One round: connect if need be, tell what there is to tell, listen.
     *
     * @param receiver who takes what arrives
     * @param wait how long to listen at the most
     * @return how long to pause before the next round
     * @throws InterruptedException if the thread was interrupted
     */
    Duration step(Receiver receiver, Duration wait) throws InterruptedException {
        try {
            Reader open = reader == null ? connect() : reader;
            // The first poll tells whether signals arrive: that word should not take as long as a quiet broker's
            // silence.
            Batch batch = open.poll(health.isReading() || wait.compareTo(FIRST_POLL) < 0 ? wait : FIRST_POLL);
            Duration here = scheduler.uptime();
            if (!health.isReading()) {
                health.reading();
                outbox.hurry();
            }
            backoff.reset();
            if (batch.lost() != null) {
                receiver.lost(this, batch.lost());
            }
            batch.passedOver().forEach(sentence -> receiver.passedOver(this, sentence));
            // All first: an acknowledgement that fails must not keep back what is in hand already.
            for (Delivery delivery : batch.deliveries()) {
                receiver.deliver(this, new Arrival(delivery, here));
            }
            for (Delivery delivery : batch.deliveries()) {
                open.acknowledge(delivery);
            }
            from(open.position());
            return Duration.ZERO;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Whatever it is, a bug in a backend included: listening must not end silently.
            disconnect();
            if (closed) {
                return Duration.ZERO;
            }
            if (!(e instanceof TransportException)) {
                LOG.debug("The backend {} threw what it should not", name, e);
            }
            health.readingFailed(e.getMessage() == null ? e.toString() : e.getMessage());
            return backoff.next();
        }
    }

    private Reader connect() {
        Position start = from();
        if (start == null) {
            start = transport.past(
                    Topic.SIGNALS, scheduler.uptime().minus(since).plus(MARGIN));
            from(start);
        }
        Reader opened = transport.read(Topic.SIGNALS, start);
        reader = opened;
        return opened;
    }

    private synchronized @Nullable Position from() {
        return from;
    }

    private synchronized void from(Position position) {
        from = position;
    }

    private void disconnect() {
        Reader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (Throwable e) {
                LOG.debug("Closing a reader of {} threw", name, e);
            }
        }
    }

    /** Ends a step that is under way, and the transport. */
    void close() {
        closed = true;
        try {
            transport.close();
        } catch (Throwable e) {
            LOG.debug("Closing {} threw", name, e);
        }
    }
}
