package io.github.curfew.kafka;

import io.github.curfew.kafka.Failures.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a position in the past, rather too early than too late. Nobody's clock but the broker's counts, and the newest of
 * its times that can be had is that of a partition's last record: from there it is counted back. Where records have
 * their senders' times (CreateTime), those tell nothing, and the position is the beginning.
 */
final class Past {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final Failures failures;
    private final Topics topics;

    Past(KafkaSettings settings, Failures failures, Topics topics) {
        this.settings = settings;
        this.failures = failures;
        this.topics = topics;
    }

    KafkaPosition before(String topic, KafkaPosition end, Duration ago) {
        Map<Integer, Long> offsets = topics.offsets(topic, end.offsets().keySet(), OffsetSpec.earliest(), TIMEOUT);
        Map<TopicPartition, Long> last = new HashMap<>();
        end.offsets().forEach((partition, offset) -> {
            if (offset > offsets.getOrDefault(partition, 0L)) {
                last.put(new TopicPartition(topic, partition), offset - 1);
            }
        });
        if (last.isEmpty()) {
            return end;
        }
        Map<Integer, OffsetSpec> asked = new HashMap<>();
        timesOf(topic, last)
                .forEach((partition, time) -> asked.put(
                        partition,
                        OffsetSpec.forTimestamp(Math.max(0, time.minus(ago).toEpochMilli()))));
        if (!asked.isEmpty()) {
            topics.offsets(topic, asked, TIMEOUT).forEach((partition, offset) -> {
                // None is that late: it was the last when it was asked for, and retention has taken it since.
                offsets.put(partition, offset < 0 ? end.offsets().getOrDefault(partition, 0L) : offset);
            });
        }
        return new KafkaPosition(end.topicId(), offsets);
    }

    private Map<Integer, Instant> timesOf(String topic, Map<TopicPartition, Long> last) {
        Map<Integer, Instant> times = new HashMap<>();
        Consumer<byte[], byte[]> consumer = consumer(topic);
        try {
            consumer.assign(last.keySet());
            last.forEach(consumer::seek);
            Map<TopicPartition, Long> missing = new HashMap<>(last);
            long until = System.nanoTime() + TIMEOUT.toNanos();
            while (!missing.isEmpty() && System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Instant time = Records.brokerTime(record);
                    if (time != null) {
                        times.merge(record.partition(), time, (one, other) -> one.isBefore(other) ? one : other);
                    }
                }
                missing.entrySet().removeIf(one -> consumer.position(one.getKey()) > one.getValue());
            }
            return times;
        } catch (KafkaException | LinkageError e) {
            if (Records.areUnreadable(e)) {
                return Map.of();
            }
            throw failures.of(Operation.READ, topic, e);
        } finally {
            consumer.close(Duration.ZERO);
        }
    }

    private Consumer<byte[], byte[]> consumer(String topic) {
        try {
            return KafkaClients.consumer(settings, true, new Tidings());
        } catch (KafkaException e) {
            throw failures.of(Operation.READ, topic, e);
        }
    }
}
