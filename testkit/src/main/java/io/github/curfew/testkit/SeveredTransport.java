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
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A driver's transport that is cut at some moment for good, as by a crash: nothing goes out any more, no good-bye either,
 * nothing comes in, and what the driver holds on the broker stays there. Whoever opened what it wraps closes that.
 */
final class SeveredTransport implements Transport {
    private final Transport transport;
    private volatile boolean severed;

    SeveredTransport(Transport transport) {
        this.transport = transport;
    }

    /** What is under way on the broker arrives; what comes after it does not. */
    void sever() {
        severed = true;
    }

    private Transport whole() {
        if (severed) {
            throw TransportException.passing("the link is cut", new IOException("the link is cut"));
        }
        return transport;
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
    public @Nullable String replyAddress() {
        return whole().replyAddress();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        return whole().publish(message, timeout);
    }

    @Override
    public Position end(Topic topic) {
        return whole().end(topic);
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return whole().past(topic, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        return new SeveredReader(whole().read(topic, from));
    }

    @Override
    public void announce(RunInfo run) {
        whole().announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        whole().withdraw(run);
    }

    @Override
    public void close() {
        sever();
    }

    private final class SeveredReader implements Reader {
        private final Reader reader;

        SeveredReader(Reader reader) {
            this.reader = reader;
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            var unused = whole();
            Batch batch = reader.poll(wait);
            // What came meanwhile came to nobody.
            unused = whole();
            return batch;
        }

        @Override
        public void acknowledge(Delivery delivery) {
            var unused = whole();
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
