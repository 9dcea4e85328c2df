package io.github.curfew.kafka;

import io.github.curfew.kafka.Failures.Operation;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers about topics. Connects when it is first asked, and anew when it is not let in: a client reads its
 * certificates once, and they may have been renewed since. Thread-safe.
 */
final class Topics implements AutoCloseable {
    private final KafkaSettings settings;
    private final Failures failures;
    private @Nullable Admin admin;
    private boolean closed;

    Topics(KafkaSettings settings, Failures failures) {
        this.settings = settings;
        this.failures = failures;
    }

    /**
     * A topic as it is now.
     *
     * @param id another one each time that it is made again
     * @param partitions which it has
     * @param isLed whether a broker leads at least one of them; without, nothing is ever read, and no error comes
     */
    record Incarnation(Uuid id, Set<Integer> partitions, boolean isLed) {
        Incarnation {
            partitions = Set.copyOf(partitions);
        }
    }

    /** Looks a topic up, and makes it where that was asked for. */
    Incarnation find(String topic, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return describe(topic, left(end));
            } catch (TransportException e) {
                if (!settings.createTopics() || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                create(topic, left(end));
                // Another broker than the one that made it may not know it yet.
                if (left(end).isZero()) {
                    throw e;
                }
            }
        }
    }

    /** Looks a topic up. */
    Incarnation describe(String topic, Duration timeout) {
        TopicDescription found = Objects.requireNonNull(get(
                        Operation.DESCRIBE,
                        topic,
                        timeout,
                        admin -> admin.describeTopics(
                                        List.of(topic), new DescribeTopicsOptions().timeoutMs(millis(timeout)))
                                .allTopicNames())
                .get(topic));
        Set<Integer> partitions = new TreeSet<>();
        boolean isLed = false;
        for (TopicPartitionInfo partition : found.partitions()) {
            partitions.add(partition.partition());
            isLed |= partition.leader() != null && !partition.leader().isEmpty();
        }
        return new Incarnation(found.topicId(), partitions, isLed);
    }

    private void create(String topic, Duration timeout) {
        NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "cleanup.policy",
                        "delete",
                        // A broker may compress by itself, and not every reader has the codec.
                        "compression.type",
                        "uncompressed"));
        try {
            get(
                    Operation.CREATE,
                    topic,
                    timeout,
                    admin -> admin.createTopics(List.of(wanted), new CreateTopicsOptions().timeoutMs(millis(timeout)))
                            .all());
        } catch (TransportException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Where partitions begin, end, or were at some time; -1 for a time after their last record. */
    Map<Integer, Long> offsets(String topic, Map<Integer, OffsetSpec> asked, Duration timeout) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        asked.forEach((partition, spec) -> specs.put(new TopicPartition(topic, partition), spec));
        var found = get(
                Operation.DESCRIBE,
                topic,
                timeout,
                admin -> admin.listOffsets(specs, new ListOffsetsOptions().timeoutMs(millis(timeout)))
                        .all());
        Map<Integer, Long> offsets = new HashMap<>();
        found.forEach((partition, result) -> offsets.put(partition.partition(), result.offset()));
        return offsets;
    }

    Map<Integer, Long> offsets(String topic, Collection<Integer> partitions, OffsetSpec spec, Duration timeout) {
        Map<Integer, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return offsets(topic, asked, timeout);
    }

    /** Whether a topic keeps only the last record of each key; false where this client may not know. */
    boolean isCompacted(String topic, Duration timeout) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = Objects.requireNonNull(get(
                            Operation.CONFIGS,
                            topic,
                            timeout,
                            admin -> admin.describeConfigs(
                                            List.of(resource), new DescribeConfigsOptions().timeoutMs(millis(timeout)))
                                    .all())
                    .get(resource));
            ConfigEntry policy = config.get("cleanup.policy");
            return policy != null && policy.value() != null && policy.value().contains("compact");
        } catch (TransportException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    private synchronized Admin admin() {
        if (closed) {
            throw TransportException.passing("the Kafka transport is closed", new IllegalStateException("closed"));
        }
        Admin open = admin;
        if (open == null) {
            try {
                open = KafkaClients.admin(settings);
            } catch (KafkaException e) {
                throw failures.of(Operation.DESCRIBE, settings.topics(), e);
            }
            admin = open;
        }
        return open;
    }

    /** The next call connects anew, unless somebody has seen to that already. */
    private void drop(Admin failed) {
        synchronized (this) {
            if (admin == failed) {
                admin = null;
            }
        }
        failed.close(Duration.ZERO);
    }

    private <T> T get(Operation operation, String topic, Duration timeout, Function<Admin, KafkaFuture<T>> question) {
        Admin asked = admin();
        try {
            // The client keeps the limit itself; a little more, so that its own words are heard.
            return question.apply(asked).get(timeout.toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof AuthenticationException) {
                drop(asked);
            }
            throw failures.of(operation, topic, cause);
        } catch (java.util.concurrent.TimeoutException e) {
            throw failures.silent(operation, topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransportException.passing("interrupted while asking Kafka about the topic " + topic, e);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }

    @Override
    public void close() {
        Admin open;
        synchronized (this) {
            closed = true;
            open = admin;
            admin = null;
        }
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
