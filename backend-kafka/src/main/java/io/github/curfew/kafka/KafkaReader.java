package io.github.curfew.kafka;

import io.github.curfew.kafka.Failures.Operation;
import io.github.curfew.kafka.Topics.Incarnation;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One long-polling consumer of all partitions, without a group. Kafka's consumer is silent about brokers that are gone
 * and topics that are made again, so now and then the brokers are asked, and again before what came is believed to be of
 * the same topic, if the consumer has had news of topics meanwhile.
 */
final class KafkaReader implements Reader {
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(3);

    private final Duration lookEvery;
    private final Failures failures;
    private final Topics topics;
    private final String topic;
    private final ReentrantLock inUse = new ReentrantLock();
    private final Cursor cursor;
    private Uuid topicId;
    private long looked;
    private long tidings;
    private @Nullable String lost;
    private volatile boolean closed;

    KafkaReader(
            KafkaSettings settings,
            Failures failures,
            Topics topics,
            String topic,
            KafkaPosition from,
            Duration lookEvery) {
        this.lookEvery = lookEvery;
        this.failures = failures;
        this.topics = topics;
        this.topic = topic;
        this.topicId = from.topicId();
        Incarnation now = led();
        looked = System.nanoTime();
        cursor = new Cursor(settings, failures, topic);
        cursor.next().putAll(from.offsets());
        try {
            boolean unused = follow(now);
            cursor.restart();
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        inUse.lockInterruptibly();
        try {
            if (closed) {
                throw closedMeanwhile(new IllegalStateException("closed"));
            }
            Batch batch = polled(wait);
            if (lost == null) {
                return batch;
            }
            Batch withLoss = new Batch(batch.deliveries(), lost);
            lost = null;
            return withLoss;
        } catch (TransportException e) {
            if (e.getCause() instanceof InterruptedException && Thread.interrupted()) {
                throw interrupted(e);
            }
            throw e;
        } catch (InterruptException e) {
            boolean unused = Thread.interrupted();
            throw interrupted(e);
        } catch (WakeupException e) {
            throw closedMeanwhile(e);
        } catch (KafkaException e) {
            throw failures.of(Operation.READ, topic, e);
        } finally {
            if (closed) {
                cursor.close();
            }
            inUse.unlock();
        }
    }

    private Batch polled(Duration wait) {
        if (lost != null || look(lookEvery)) {
            return Batch.EMPTY;
        }
        try {
            ConsumerRecords<byte[], byte[]> records = cursor.poll(shorter(wait, untilLook()));
            if (records.isEmpty() || (cursor.tidings() != tidings && look(Duration.ZERO))) {
                return Batch.EMPTY;
            }
            List<Delivery> deliveries = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                deliveries.add(Records.delivery(topicId, record));
                cursor.next().put(record.partition(), record.offset() + 1);
            }
            return Batch.of(deliveries);
        } catch (OffsetOutOfRangeException e) {
            goOn(e.offsetOutOfRangePartitions());
        } catch (KafkaException | LinkageError e) {
            if (!Records.areUnreadable(e)) {
                throw e;
            }
            lost = cursor.passOver(e);
        }
        return Batch.EMPTY;
    }

    /** Looks whether the topic is what it was, if the last look was so long ago; true if there is anything new. */
    private boolean look(Duration age) {
        if (System.nanoTime() - looked < age.toNanos()) {
            return false;
        }
        long before = cursor.tidings();
        Incarnation now = led();
        looked = System.nanoTime();
        tidings = before;
        boolean changed = follow(now);
        if (changed) {
            cursor.restart();
        }
        return changed;
    }

    /** Asks for the topic as it is now. */
    private Incarnation led() {
        Incarnation now = topics.describe(topic, LOOK_TIMEOUT);
        if (!now.isLed()) {
            throw failures.leaderless(topic);
        }
        return now;
    }

    /** Takes over what a topic has become; true if there is anything new. */
    private boolean follow(Incarnation now) {
        boolean changed = !now.id().equals(topicId);
        Map<Integer, Long> next = cursor.next();
        if (changed) {
            topicId = now.id();
            next.clear();
            lost = "the topic " + topic + " was deleted and made again: what was unread in the former one is gone";
        }
        changed |= next.keySet().retainAll(now.partitions());
        for (int partition : now.partitions()) {
            // Made after the position was read, so all that is in it is new.
            changed |= next.putIfAbsent(partition, 0L) == null;
        }
        return changed;
    }

    /** Retention has passed over what was not read yet, or the topic was made again: goes on from what there is. */
    private void goOn(Map<TopicPartition, Long> outOfRange) {
        if (look(Duration.ZERO)) {
            return;
        }
        Collection<Integer> partitions =
                outOfRange.keySet().stream().map(TopicPartition::partition).toList();
        Map<Integer, Long> beginnings = topics.offsets(topic, partitions, OffsetSpec.earliest(), LOOK_TIMEOUT);
        List<String> gaps = new ArrayList<>();
        outOfRange.forEach((partition, offset) -> {
            long beginning = beginnings.getOrDefault(partition.partition(), 0L);
            cursor.next().put(partition.partition(), beginning);
            gaps.add("partition " + partition.partition() + " was read up to offset " + offset + " and begins at "
                    + beginning);
        });
        cursor.restart();
        lost = "the topic " + topic + " no longer has messages that were not read yet (" + String.join("; ", gaps)
                + "): retention.ms and retention.bytes say how long it keeps them";
    }

    private Duration untilLook() {
        long left = looked + lookEvery.toNanos() - System.nanoTime();
        return Duration.ofNanos(Math.max(0, left));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private TransportException closedMeanwhile(RuntimeException cause) {
        return TransportException.passing("the reader of the topic " + topic + " was closed", cause);
    }

    private static InterruptedException interrupted(RuntimeException cause) {
        InterruptedException interrupted = new InterruptedException("interrupted while reading from Kafka");
        interrupted.initCause(cause);
        return interrupted;
    }

    @Override
    public boolean isAtEnd() {
        if (!inUse.tryLock()) {
            return false;
        }
        try {
            return !closed && cursor.isAtEnd();
        } catch (KafkaException | IllegalStateException e) {
            // Closed meanwhile; the next poll tells.
            return false;
        } finally {
            inUse.unlock();
        }
    }

    @Override
    public Position position() {
        return new KafkaPosition(topicId, cursor.next());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            // A poll that is under way closes the consumer itself when it has woken; it may have taken another
            // meanwhile.
            for (int attempt = 0; attempt < 10; attempt++) {
                cursor.wakeup();
                if (inUse.tryLock(100, TimeUnit.MILLISECONDS)) {
                    try {
                        cursor.close();
                    } finally {
                        inUse.unlock();
                    }
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
