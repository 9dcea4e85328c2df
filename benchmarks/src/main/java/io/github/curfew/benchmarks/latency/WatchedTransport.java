package io.github.curfew.benchmarks.latency;

import io.github.curfew.model.Report;
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
import io.github.curfew.wire.Codec;
import java.time.Duration;

/** A driver's transport, with an eye on what the engine is given and what it has said. */
final class WatchedTransport implements Transport {
    private final Transport transport;
    private final Arrivals given;
    private final Arrivals hellos;
    private final Arrivals byes;

    WatchedTransport(Transport transport, Arrivals given, Arrivals hellos, Arrivals byes) {
        this.transport = transport;
        this.given = given;
        this.hellos = hellos;
        this.byes = byes;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        Receipt receipt = transport.publish(message, timeout);
        if (message.topic() == Topic.REPORTS
                && Codec.decodeReport(message.body()) instanceof Report.OfRoster roster
                && roster.kind() != Report.OfRoster.Kind.ALIVE) {
            (roster.kind() == Report.OfRoster.Kind.HELLO ? hellos : byes)
                    .note(roster.runs().size());
        }
        return receipt;
    }

    @Override
    public Reader read(Topic topic, Position from) {
        Reader reader = transport.read(topic, from);
        return new Reader() {
            @Override
            public Batch poll(Duration wait) throws InterruptedException {
                Batch batch = reader.poll(wait);
                given.note(batch.deliveries().size());
                return batch;
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
            public void close() {
                reader.close();
            }
        };
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
    public Position end(Topic topic) {
        return transport.end(topic);
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return transport.past(topic, ago);
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
    public void close() {
        transport.close();
    }
}
