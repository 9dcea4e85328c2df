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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
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
 * and topics that are made again, so now and then the brokers are asked, and again before what came after a silence is
 * believed to be of the same topic.
 */
final class KafkaReader implements Reader {
    private static final Duration TRUST = Duration.ofSeconds(1);
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(3);

    private final Duration lookEvery;
    private final KafkaSettings settings;
    private final Failures failures;
    private final Topics topics;
    private final String topic;
    private final ReentrantLock inUse = new ReentrantLock();
    private final Map<Integer, Long> next = new TreeMap<>();
    private volatile Consumer<byte[], byte[]> consumer;
    private Uuid topicId;
    private long looked;
    private @Nullable String lost;
    private boolean oneByOne;
    private volatile boolean closed;

    KafkaReader(
            KafkaSettings settings,
            Failures failures,
            Topics topics,
            String topic,
            KafkaPosition from,
            Duration lookEvery) {
        this.lookEvery = lookEvery;
        this.settings = settings;
        this.failures = failures;
        this.topics = topics;
        this.topic = topic;
        this.topicId = from.topicId();
        next.putAll(from.offsets());
        Incarnation now = topics.describe(topic, LOOK_TIMEOUT);
        looked = System.nanoTime();
        consumer = connect();
        try {
            follow(now);
            assign();
        } catch (RuntimeException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    private Consumer<byte[], byte[]> connect() {
        try {
            return KafkaClients.consumer(settings, oneByOne);
        } catch (KafkaException e) {
            throw failures.of(Operation.READ, topic, e);
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
                consumer.close(Duration.ZERO);
            }
            inUse.unlock();
        }
    }

    private Batch polled(Duration wait) {
        look(lookEvery);
        if (lost != null) {
            return Batch.EMPTY;
        }
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(shorter(wait, untilLook()));
            if (records.isEmpty() || look(TRUST)) {
                return Batch.EMPTY;
            }
            List<Delivery> deliveries = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                deliveries.add(Records.delivery(topicId, record));
                next.put(record.partition(), record.offset() + 1);
            }
            return Batch.of(deliveries);
        } catch (OffsetOutOfRangeException e) {
            goOn(e.offsetOutOfRangePartitions());
        } catch (KafkaException | LinkageError e) {
            if (!Records.areUnreadable(e)) {
                throw e;
            }
            passOver(e);
        }
        return Batch.EMPTY;
    }

    /** Looks whether the topic is what it was, if the last look was so long ago; true if it is another one now. */
    private boolean look(Duration age) {
        if (System.nanoTime() - looked < age.toNanos()) {
            return false;
        }
        Incarnation now = topics.describe(topic, LOOK_TIMEOUT);
        looked = System.nanoTime();
        boolean another = !now.id().equals(topicId);
        if (follow(now)) {
            restart();
        }
        return another;
    }

    /** Takes over what a topic has become; true if there is anything new. */
    private boolean follow(Incarnation now) {
        if (!now.id().equals(topicId)) {
            topicId = now.id();
            next.clear();
            lost = "the topic " + topic + " was deleted and made again: what was unread in the former one is gone";
        }
        boolean changed = next.keySet().retainAll(now.partitions()) || lost != null;
        for (int partition : now.partitions()) {
            // Made after the position was read, so all that is in it is new.
            changed |= next.putIfAbsent(partition, 0L) == null;
        }
        return changed;
    }

    /** With another consumer, for one that waits for news of what it had would get other news only after that wait. */
    private void restart() {
        consumer.close(Duration.ZERO);
        consumer = connect();
        assign();
    }

    private void assign() {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        next.forEach((partition, offset) -> wanted.put(new TopicPartition(topic, partition), offset));
        consumer.assign(wanted.keySet());
        wanted.forEach(consumer::seek);
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
            next.put(partition.partition(), beginning);
            gaps.add("partition " + partition.partition() + " was read up to offset " + offset + " and begins at "
                    + beginning);
        });
        restart();
        lost = "the topic " + topic + " no longer has messages that were not read yet (" + String.join("; ", gaps)
                + "): retention.ms and retention.bytes say how long it keeps them";
    }

    /** What the client cannot take apart must not stop what lies behind it; it does not say where that is. */
    private void passOver(Throwable failure) {
        if (!oneByOne) {
            // What can be read may have come together with what cannot, and is lost by the exception.
            oneByOne = true;
            restart();
            return;
        }
        for (int partition : List.copyOf(next.keySet())) {
            long first = next.getOrDefault(partition, 0L);
            while (!closed && isUnreadable(partition)) {
                next.merge(partition, 1L, Long::sum);
            }
            long behind = next.getOrDefault(partition, 0L);
            if (behind > first) {
                lost = "offsets " + first + " to " + (behind - 1) + " of partition " + partition + " of the topic "
                        + topic
                        + " cannot be read and are passed over (" + Failures.rootOf(failure)
                        + "): send signals uncompressed, or add the codec's jar";
            }
        }
        restart();
    }

    private boolean isUnreadable(int partition) {
        TopicPartition only = new TopicPartition(topic, partition);
        restart();
        consumer.assign(List.of(only));
        consumer.seek(only, next.getOrDefault(partition, 0L));
        long end = consumer.endOffsets(List.of(only), LOOK_TIMEOUT).getOrDefault(only, 0L);
        if (consumer.position(only) >= end) {
            return false;
        }
        try {
            var unused = consumer.poll(LOOK_TIMEOUT);
            return false;
        } catch (KafkaException | LinkageError e) {
            if (Records.areUnreadable(e)) {
                return true;
            }
            throw e;
        }
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
    public Position position() {
        return new KafkaPosition(topicId, next);
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
                consumer.wakeup();
                if (inUse.tryLock(100, TimeUnit.MILLISECONDS)) {
                    try {
                        consumer.close(Duration.ZERO);
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
