package io.github.curfew.dynamodb;

import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries messages as items. */
final class DynamoTransport implements Transport {
    private static final Duration DATES = Duration.ofSeconds(2);

    private final Calls calls;
    private final Table table;
    private final Place signals;
    private final Place reports;
    private final Flags flags;
    private final LeftFlags left;
    private final Publisher publisher;
    private final Pace pace;
    private final Capabilities capabilities;
    private final Set<DynamoReader> readers = ConcurrentHashMap.newKeySet();

    DynamoTransport(DynamoSettings settings) {
        this(settings, Flags.MOST_ITEMS);
    }

    DynamoTransport(DynamoSettings settings, int mostItems) {
        calls = new Calls(settings.access());
        table = new Table(calls, settings.createTable() ? new TableMaker(calls) : null);
        signals = settings.signals();
        reports = settings.reports();
        flags = new Flags(table, signals, settings.pollInterval().plusSeconds(1), mostItems);
        left = new LeftFlags(signals);
        // A driver may read signals alone, and a sender reports.
        Place readable = settings.role() == Role.DRIVER ? signals : reports;
        publisher = new Publisher(table, signals, reports, readable);
        pace = new Pace(settings.pollInterval());
        // Dates are told to the second, and an item is seen within an interval.
        capabilities = new Capabilities(true, true, settings.pollInterval().plus(DATES), Capabilities.LARGEST_MESSAGE);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Duration hearingTime() {
        return pace.idle();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        if (message.topic() == Topic.SIGNALS) {
            Receipt receipt = publisher.signal(message, end);
            pace.liven();
            return receipt;
        }
        if (!message.group().equals(Outgoing.ROSTER)) {
            pace.liven();
        }
        return publisher.report(message, end);
    }

    @Override
    public Position end(Topic topic) {
        try {
            if (topic == Topic.REPORTS) {
                ReportsSource source = new ReportsSource(table, reports, recent(Duration.ZERO));
                while (source.look().hasMore()) {
                    // Only where it ends is of interest.
                }
                return source.position();
            }
            FlagsPosition end = flags.there();
            left.tell(end.items(), table.clock().atLeast());
            return end;
        } catch (TransportException e) {
            if (topic != Topic.SIGNALS || !Failures.isCrowded(e)) {
                throw e;
            }
            // The reader tells it. A run's hello, and all reports behind it, must not wait for somebody to tidy up.
            return FlagsPosition.ofCrowded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of("Query", topic == Topic.SIGNALS ? signals : reports, e);
        }
    }

    /** When an item was put can only be told for our publisher's: any that is there may have come later. */
    @Override
    public Position past(Topic topic, Duration ago) {
        return topic == Topic.SIGNALS ? new FlagsPosition(Map.of(), 0) : recent(ago);
    }

    private ReportsPosition recent(Duration ago) {
        table.learnTime(reports);
        return new ReportsPosition(Ids.from(table.clock().atLeast().minus(ago).minus(Ids.MARGIN)), Set.of());
    }

    @Override
    public Reader read(Topic topic, Position from) {
        DynamoReader reader;
        if (topic == Topic.SIGNALS && from instanceof FlagsPosition position) {
            reader = new DynamoReader(calls, signals, new FlagsSource(flags, position), pace);
        } else if (topic == Topic.REPORTS && from instanceof ReportsPosition position) {
            reader = new DynamoReader(calls, reports, new ReportsSource(table, reports, position), pace);
        } else {
            throw new IllegalArgumentException("not a position of the " + topic + " of this transport: " + from);
        }
        readers.removeIf(DynamoReader::isClosed);
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(DynamoReader::close);
        readers.clear();
        calls.close();
    }
}
