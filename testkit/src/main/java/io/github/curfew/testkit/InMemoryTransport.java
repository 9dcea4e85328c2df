package io.github.curfew.testkit;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import io.github.curfew.testkit.InMemoryBroker.Stored;
import io.github.curfew.testkit.InMemoryLog.InMemoryPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A link to an in-memory broker. Every wait is on the broker's monitor. */
final class InMemoryTransport implements Transport {
    private static final int MOST = 500;
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, Duration.ofMillis(1), Capabilities.LARGEST_MESSAGE);

    private final InMemoryBroker broker;
    private final String namespace;
    private volatile boolean closed;

    InMemoryTransport(InMemoryBroker broker, String namespace) {
        this.broker = broker;
        this.namespace = namespace;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        reach("publish to");
        if (message.body().size() > Capabilities.LARGEST_MESSAGE) {
            throw TransportException.lasting(
                    "cannot publish to the in-memory broker: the message has "
                            + message.body().size() + " bytes, and " + Capabilities.LARGEST_MESSAGE + " are the most",
                    new IllegalArgumentException("too large"));
        }
        Stored stored = broker.publish(namespace, message.topic(), message.body());
        return new Receipt(stored.id(), stored.time());
    }

    @Override
    public Position end(Topic topic) {
        reach("ask for the end of");
        synchronized (broker) {
            return broker.log(namespace, topic).end();
        }
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        reach("ask for a position of");
        Instant since = broker.now().minus(ago);
        synchronized (broker) {
            return broker.log(namespace, topic).since(since);
        }
    }

    @Override
    public Reader read(Topic topic, Position from) {
        reach("read from");
        return new InMemoryReader(topic, (InMemoryPosition) from);
    }

    @Override
    public void announce(RunInfo run) {
        reach("announce a run to");
        broker.announce(namespace, run);
    }

    @Override
    public void withdraw(RunInfo run) {
        reach("withdraw a run from");
        broker.withdraw(namespace, run);
    }

    private void reach(String operation) {
        broker.reach(operation, whyClosed(false));
    }

    private @Nullable String whyClosed(boolean reader) {
        return closed ? "the transport is closed" : reader ? "the reader is closed, or its link is lost" : null;
    }

    @Override
    public void close() {
        closed = true;
        broker.wake();
    }

    private final class InMemoryReader implements Reader {
        private final InMemoryLog log;
        private final long link;
        private int place;
        private long offset;
        private boolean broken;

        InMemoryReader(Topic topic, InMemoryPosition from) {
            synchronized (broker) {
                log = broker.log(namespace, topic);
                link = broker.links();
            }
            place = from.place();
            offset = from.offset();
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            long deadline = System.nanoTime() + wait.toNanos();
            synchronized (broker) {
                reach(true);
                while (place >= log.feedSize()) {
                    long left = deadline - System.nanoTime();
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while it waited for a message");
                    }
                    if (left <= 0) {
                        return Batch.EMPTY;
                    }
                    TimeUnit.NANOSECONDS.timedWait(broker, left);
                    if (closed || broken) {
                        return Batch.EMPTY;
                    }
                    reach(false);
                }
                return take();
            }
        }

        private Batch take() {
            List<Delivery> found = new ArrayList<>();
            int lost = 0;
            while (place < log.feedSize() && found.size() < MOST) {
                if (log.isTrimmed(place)) {
                    lost++;
                } else {
                    found.add(log.delivery(place));
                }
                place++;
            }
            for (Delivery delivery : found) {
                offset = Math.max(offset, InMemoryLog.offset(delivery) + 1);
            }
            return new Batch(found, lost == 0 ? null : lost + " messages were dropped before they were read");
        }

        private void reach(boolean first) {
            boolean lost = broken || link != broker.links();
            if (closed || lost || broker.isDown()) {
                broken = true;
                broker.reach(first ? "read from" : "go on reading from", whyClosed(true));
            }
        }

        @Override
        public Position position() {
            synchronized (broker) {
                return new InMemoryPosition(log.name(), offset, place);
            }
        }

        @Override
        public void close() {
            synchronized (broker) {
                broken = true;
            }
            broker.wake();
        }
    }
}
