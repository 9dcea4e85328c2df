package io.github.curfew.kafka;

import io.github.curfew.kafka.Failures.Operation;
import io.github.curfew.kafka.KafkaPosition.Place;
import io.github.curfew.kafka.Topics.Incarnation;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and waits until all replicas in sync have them, within each call's own limit. The producer's own words
 * for a missing topic, a missing right and a dead broker are the same, so the topic is looked up too: first, or, where it
 * is known from earlier, while the record is under way. Thread-safe.
 */
final class Publisher implements AutoCloseable {
    /**
     * A record is given a time that lies back so far. When the broker answers with the same time, it keeps what it is
     * given and has told none of its own; that it should itself be back by just so much is unlikely, and harmless.
     */
    private static final Duration MARK = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final Failures failures;
    private final Topics topics;
    private final Duration trust;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    private record Known(Incarnation topic, long since) {}

    /**
     * @param trust how long what is known of a topic is believed
     */
    Publisher(KafkaSettings settings, Failures failures, Topics topics, Duration trust) {
        this.settings = settings;
        this.failures = failures;
        this.topics = topics;
        this.trust = trust;
    }

    Receipt publish(Outgoing message, Duration timeout) {
        String topic = settings.topic(message.topic());
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            if (!known.containsKey(topic)) {
                look(topic, end);
            }
            Instant time = clock.instant().minus(MARK);
            Producer<byte[], byte[]> used = producer(topic);
            try {
                Future<RecordMetadata> sent = used.send(Records.of(topic, message, time));
                Incarnation incarnation = find(topic, end);
                RecordMetadata written = sent.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                Place place = new Place(incarnation.id(), written.partition(), written.offset());
                return new Receipt(place.id(), brokerTime(written, time));
            } catch (ExecutionException e) {
                known.remove(topic);
                dropIfStale(used, e.getCause());
                // It may be there all the same, and then comes twice, with one identity.
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() >= end) {
                    throw failures.of(Operation.WRITE, topic, e.getCause() == null ? e : e.getCause());
                }
            } catch (TimeoutException e) {
                known.remove(topic);
                drop(used);
                throw failures.silent(Operation.WRITE, topic, e);
            } catch (InterruptedException | InterruptException e) {
                Thread.currentThread().interrupt();
                throw TransportException.passing("interrupted while writing to the topic " + topic, e);
            } catch (KafkaException | IllegalStateException e) {
                known.remove(topic);
                dropIfStale(used, e);
                throw failures.of(Operation.WRITE, topic, e);
            }
        }
    }

    private static @Nullable Instant brokerTime(RecordMetadata written, Instant given) {
        return written.hasTimestamp() && written.timestamp() != given.toEpochMilli()
                ? Instant.ofEpochMilli(written.timestamp())
                : null;
    }

    private Incarnation find(String topic, long end) {
        Known found = known.get(topic);
        return found != null && System.nanoTime() - found.since() < trust.toNanos() ? found.topic() : look(topic, end);
    }

    private Incarnation look(String topic, long end) {
        known.remove(topic);
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        Incarnation now = topics.find(topic, left);
        known.put(topic, new Known(now, System.nanoTime()));
        return now;
    }

    private synchronized Producer<byte[], byte[]> producer(String topic) {
        if (closed) {
            throw TransportException.passing("the Kafka transport is closed", new IllegalStateException("closed"));
        }
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            try {
                open = KafkaClients.producer(settings);
            } catch (KafkaException e) {
                throw failures.of(Operation.WRITE, topic, e);
            }
            producer = open;
        }
        return open;
    }

    /**
     * A producer knows its brokers and has read its certificates once; where it is refused by them, or hears nothing from
     * them, the next one may do better.
     */
    private void dropIfStale(Producer<byte[], byte[]> used, @Nullable Throwable failure) {
        if (failure instanceof AuthenticationException
                || failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            drop(used);
        }
    }

    private void drop(Producer<byte[], byte[]> failed) {
        synchronized (this) {
            if (producer == failed) {
                producer = null;
            }
        }
        failed.close(Duration.ZERO);
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open;
        synchronized (this) {
            closed = true;
            open = producer;
            producer = null;
        }
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
