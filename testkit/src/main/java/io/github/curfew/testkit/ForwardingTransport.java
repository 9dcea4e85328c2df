package io.github.curfew.testkit;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to another transport: what stands between a backend and whoever uses it, to disturb or to watch,
 * overrides only what it does something about. As thread-safe, as blocking and as reliable as what it wraps, and throws
 * what that throws.
 */
public abstract class ForwardingTransport implements Transport {
    private final Transport transport;

    /**
     * Wraps a transport.
     *
     * @param transport what really carries; closed together with this
     */
    protected ForwardingTransport(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Capabilities capabilities() {
        return transport.capabilities();
    }

    @Override
    public Duration hearingTime() {
        return transport.hearingTime();
    }

    @Override
    public Duration quietTime() {
        return transport.quietTime();
    }

    @Override
    public @Nullable String needOfReports() {
        return transport.needOfReports();
    }

    @Override
    public @Nullable String replyAddress() {
        return transport.replyAddress();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        return transport.publish(message, timeout);
    }

    @Override
    public Position end(Topic topic) {
        return transport.end(topic);
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return transport.past(topic, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        return transport.read(topic, from);
    }

    @Override
    public void announce(RunInfo run) {
        transport.announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        transport.withdraw(run);
    }

    @Override
    public List<Sighting> sightings() {
        return transport.sightings();
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Passes every call on to another reader, as {@link ForwardingTransport} does to another transport. */
    public abstract static class ForwardingReader implements Reader {
        private final Reader reader;

        /**
         * Wraps a reader.
         *
         * @param reader what really reads; closed together with this
         */
        protected ForwardingReader(Reader reader) {
            this.reader = reader;
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            return reader.poll(wait);
        }

        @Override
        public void acknowledge(Delivery delivery) {
            reader.acknowledge(delivery);
        }

        @Override
        public Position position() {
            return reader.position();
        }

        @Override
        public boolean isAtEnd() {
            return reader.isAtEnd();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
