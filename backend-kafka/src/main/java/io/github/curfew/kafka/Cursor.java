package io.github.curfew.kafka;

import io.github.curfew.kafka.Failures.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of all partitions of a topic, and the offsets from which it reads. Used by one thread at a time, but for
 * {@link #wakeup}.
 */
final class Cursor {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** Each takes a consumer of its own; the rest is for the next polls. */
    private static final int MOST_AT_ONCE = 100;

    private final KafkaSettings settings;
    private final Failures failures;
    private final String topic;
    private final Map<Integer, Long> next = new TreeMap<>();
    private final Tidings tidings = new Tidings();
    private volatile Consumer<byte[], byte[]> consumer;
    private boolean oneByOne;

    Cursor(KafkaSettings settings, Failures failures, String topic) {
        this.settings = settings;
        this.failures = failures;
        this.topic = topic;
        this.consumer = connect();
    }

    private Consumer<byte[], byte[]> connect() {
        try {
            return KafkaClients.consumer(settings, oneByOne, tidings);
        } catch (KafkaException e) {
            throw failures.of(Operation.READ, topic, e);
        }
    }

    /** For each partition, the offset of what is read next; whoever changes it goes on with {@link #restart}. */
    Map<Integer, Long> next() {
        return next;
    }

    /** Counts the news of topics; while it stays as it was, so does the topic from which {@link #poll} brings records. */
    long tidings() {
        return tidings.count();
    }

    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        return consumer.poll(wait);
    }

    /** Whether the broker has said that nothing lies behind; the client asks in the background, and may not know yet. */
    boolean isAtEnd() {
        return next.keySet().stream().allMatch(partition -> {
            OptionalLong lag = consumer.currentLag(new TopicPartition(topic, partition));
            return lag.isPresent() && lag.getAsLong() == 0;
        });
    }

    /** With another consumer, for one that waits for news of what it had would get other news only after that wait. */
    void restart() {
        consumer.close(Duration.ZERO);
        consumer = connect();
        Map<TopicPartition, Long> wanted = new HashMap<>();
        next.forEach((partition, offset) -> wanted.put(new TopicPartition(topic, partition), offset));
        consumer.assign(wanted.keySet());
        wanted.forEach(consumer::seek);
    }

    /**
     * What the client cannot take apart must not stop what lies behind it, and it does not say where that is.
     *
     * @param failure what {@link #poll} threw
     * @return what was passed over, in one sentence; null if that is not known yet
     */
    @Nullable String passOver(Throwable failure) {
        if (!oneByOne) {
            // What can be read may have come together with what cannot, and is lost by the exception.
            oneByOne = true;
            restart();
            return null;
        }
        String passed = null;
        for (int partition : List.copyOf(next.keySet())) {
            long first = next.getOrDefault(partition, 0L);
            while (next.getOrDefault(partition, 0L) - first < MOST_AT_ONCE && isUnreadable(partition)) {
                next.merge(partition, 1L, Long::sum);
            }
            long behind = next.getOrDefault(partition, 0L);
            if (behind > first) {
                passed = "offsets " + first + " to " + (behind - 1) + " of partition " + partition + " of the topic "
                        + topic + " cannot be read and are passed over (" + Failures.rootOf(failure)
                        + "): have messages written and kept uncompressed (compression.type of who writes and of the"
                        + " topic), or add the codec's jar";
            }
        }
        restart();
        return passed;
    }

    private boolean isUnreadable(int partition) {
        TopicPartition only = new TopicPartition(topic, partition);
        restart();
        consumer.assign(List.of(only));
        consumer.seek(only, next.getOrDefault(partition, 0L));
        long end = consumer.endOffsets(List.of(only), TIMEOUT).getOrDefault(only, 0L);
        if (consumer.position(only) >= end) {
            return false;
        }
        try {
            var unused = consumer.poll(TIMEOUT);
            return false;
        } catch (KafkaException | LinkageError e) {
            if (Records.areUnreadable(e)) {
                return true;
            }
            throw e;
        }
    }

    /** Ends a poll that is under way; the only method for other threads. */
    void wakeup() {
        consumer.wakeup();
    }

    /** May be called twice. */
    void close() {
        consumer.close(Duration.ZERO);
    }
}
