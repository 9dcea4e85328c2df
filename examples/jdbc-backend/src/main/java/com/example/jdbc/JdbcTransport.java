package com.example.jdbc;

import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

// snippet: jdbc-transport
/** Carries messages over a table. Thread-safe. */
final class JdbcTransport implements Transport {
    private final MessageTable table;
    private final Duration interval;
    private final Set<JdbcReader> readers = ConcurrentHashMap.newKeySet();

    JdbcTransport(MessageTable table, Duration interval) {
        this.table = table;
        this.interval = interval;
    }

    /** A row has the time at which its transaction began. Ours last milliseconds; a second is for those by hand. */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, Duration.ofSeconds(1), Capabilities.LARGEST_MESSAGE);
    }

    @Override
    public Duration hearingTime() {
        return interval.multipliedBy(2);
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        int size = message.body().size();
        if (size > Capabilities.LARGEST_MESSAGE) {
            throw TransportException.lasting(
                    "cannot publish to " + table.name() + ": the message has " + size + " bytes, and "
                            + Capabilities.LARGEST_MESSAGE + " are the most",
                    new IllegalArgumentException("too large"));
        }
        return table.put(message, timeout);
    }

    @Override
    public Position end(Topic topic) {
        Set<MessageKey> there = table.keys(topic);
        return new JdbcPosition(there, table.looks());
    }

    /** Too early costs work, too late would lose messages; and what has expired is not there any more. */
    @Override
    public Position past(Topic topic, Duration ago) {
        return JdbcPosition.BEGINNING;
    }

    @Override
    public Reader read(Topic topic, Position from) {
        JdbcReader reader = new JdbcReader(table, topic, interval, (JdbcPosition) from);
        readers.removeIf(JdbcReader::isClosed);
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(JdbcReader::close);
        table.close();
    }
}
// end
