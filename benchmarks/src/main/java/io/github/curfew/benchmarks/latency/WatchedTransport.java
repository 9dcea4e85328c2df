package io.github.curfew.benchmarks.latency;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.testkit.ForwardingTransport;
import io.github.curfew.wire.Codec;
import java.time.Duration;

/** A driver's transport, with an eye on what the engine is given and what it has said. */
final class WatchedTransport extends ForwardingTransport {
    private final Arrivals given;
    private final Arrivals hellos;
    private final Arrivals byes;

    WatchedTransport(Transport transport, Arrivals given, Arrivals hellos, Arrivals byes) {
        super(transport);
        this.given = given;
        this.hellos = hellos;
        this.byes = byes;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        Receipt receipt = super.publish(message, timeout);
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
        return new ForwardingReader(super.read(topic, from)) {
            @Override
            public Batch poll(Duration wait) throws InterruptedException {
                Batch batch = super.poll(wait);
                given.note(batch.deliveries().size());
                return batch;
            }
        };
    }
}
