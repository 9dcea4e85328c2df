package io.github.curfew.kafka;

import io.github.curfew.kafka.Topics.Incarnation;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.OffsetSpec;

/** Two topics, read without a group by every driver. Thread-safe. */
final class KafkaTransport implements Transport {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /**
     * The leaders of two partitions may be two brokers, each with its own clock: closer than this, their times say
     * nothing of what came first.
     */
    private static final Duration TIME_RESOLUTION = Duration.ofMillis(100);

    /** How soon a reader finds out about a dead broker, a new partition, a topic made again. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Duration lookEvery;
    private final KafkaSettings settings;
    private final Failures failures;
    private final Topics topics;
    private final Publisher publisher;
    private final Set<KafkaReader> readers = ConcurrentHashMap.newKeySet();

    KafkaTransport(KafkaSettings settings) {
        this(settings, LOOK_EVERY);
    }

    KafkaTransport(KafkaSettings settings, Duration lookEvery) {
        this.lookEvery = lookEvery;
        this.settings = settings;
        this.failures = new Failures(settings);
        this.topics = new Topics(settings, failures);
        this.publisher = new Publisher(settings, failures, topics, lookEvery.multipliedBy(2));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, TIME_RESOLUTION, Capabilities.LARGEST_MESSAGE);
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        int size = message.body().size();
        if (size > Capabilities.LARGEST_MESSAGE) {
            throw failures.tooLarge(settings.topic(message.topic()), size, Capabilities.LARGEST_MESSAGE);
        }
        return publisher.publish(message, timeout);
    }

    @Override
    public Position end(Topic topic) {
        String name = settings.topic(topic);
        Incarnation before = topics.find(name, TIMEOUT);
        while (true) {
            Map<Integer, Long> ends = topics.offsets(name, before.partitions(), OffsetSpec.latest(), TIMEOUT);
            Incarnation after = topics.describe(name, TIMEOUT);
            // Offsets are asked by the topic's name, and must be of the topic whose id goes with them.
            if (after.id().equals(before.id())) {
                return new KafkaPosition(before.id(), ends);
            }
            before = after;
        }
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        KafkaPosition end = (KafkaPosition) end(topic);
        return new Past(settings, failures, topics).before(settings.topic(topic), end, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        String name = settings.topic(topic);
        topics.find(name, TIMEOUT);
        if (topic == Topic.SIGNALS && topics.isCompacted(name, TIMEOUT)) {
            throw failures.compacted(name);
        }
        KafkaReader reader = new KafkaReader(settings, failures, topics, name, (KafkaPosition) from, lookEvery);
        readers.removeIf(KafkaReader::isClosed);
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(KafkaReader::close);
        publisher.close();
        topics.close();
    }
}
