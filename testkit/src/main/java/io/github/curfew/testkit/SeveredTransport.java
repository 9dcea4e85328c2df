package io.github.curfew.testkit;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
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
final class SeveredTransport extends ForwardingTransport {
    private volatile boolean severed;

    SeveredTransport(Transport transport) {
        super(transport);
    }

    /** What is under way on the broker arrives; what comes after it does not. */
    void sever() {
        severed = true;
    }

    private void needLink() {
        if (severed) {
            throw TransportException.passing("the link is cut", new IOException("the link is cut"));
        }
    }

    @Override
    public @Nullable String replyAddress() {
        needLink();
        return super.replyAddress();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        needLink();
        return super.publish(message, timeout);
    }

    @Override
    public Position end(Topic topic) {
        needLink();
        return super.end(topic);
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        needLink();
        return super.past(topic, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        needLink();
        return new SeveredReader(super.read(topic, from));
    }

    @Override
    public void announce(RunInfo run) {
        needLink();
        super.announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        needLink();
        super.withdraw(run);
    }

    @Override
    public void close() {
        sever();
    }

    private final class SeveredReader extends ForwardingReader {
        SeveredReader(Reader reader) {
            super(reader);
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            needLink();
            Batch batch = super.poll(wait);
            // What came meanwhile came to nobody.
            needLink();
            return batch;
        }

        @Override
        public void acknowledge(Delivery delivery) {
            needLink();
            super.acknowledge(delivery);
        }
    }
}
