package io.github.curfew.kafka;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** One real broker for all tests of this module, and what they ask of it by native means. It ends with the JVM. */
final class Broker {
    static final KafkaServer SERVER = KafkaServer.start();
    static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", SERVER.bootstrapServers()));
    static final Map<String, String> BROKER_TIME = Map.of("message.timestamp.type", "LogAppendTime");
    static final Duration SHORT = Duration.ofMillis(200);

    private Broker() {}

    static String newNamespace() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    static KafkaSettings settings(String namespace, Map<String, String> more) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", SERVER.bootstrapServers());
        values.put("kafka.create-topics", "false");
        values.putAll(more);
        return KafkaSettings.of(new BackendConfig(namespace, Role.DRIVER, "driver-1", values));
    }

    /** A transport that looks after its topics often, so that tests need not wait. */
    static KafkaTransport transport(String namespace) {
        return new KafkaTransport(settings(namespace, Map.of()), SHORT);
    }

    static String signals(String namespace) {
        return "curfew." + namespace + ".signals";
    }

    static String reports(String namespace) {
        return "curfew." + namespace + ".reports";
    }

    static void createTopics(String namespace) {
        createTopic(signals(namespace), 1, BROKER_TIME);
        createTopic(reports(namespace), 1, BROKER_TIME);
    }

    static void createTopic(String topic, int partitions, Map<String, String> config) {
        createTopic(ADMIN, topic, partitions, config);
    }

    static void createTopic(Admin admin, String topic, int partitions, Map<String, String> config) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(config);
        done(admin.createTopics(List.of(wanted)).all());
    }

    static void deleteTopic(String topic) {
        done(ADMIN.deleteTopics(List.of(topic)).all());
    }

    static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static Outgoing signal(String text) {
        return new Outgoing(
                Topic.SIGNALS, "", UUID.randomUUID().toString(), Payload.utf8(text), null, Duration.ofHours(1));
    }

    static Outgoing report(String text) {
        return new Outgoing(Topic.REPORTS, "signal-1", "run-1", Payload.utf8(text), null, Duration.ofHours(1));
    }

    /** Writes as a stranger's client would. */
    static void produce(
            String topic, @Nullable Integer partition, @Nullable Long time, Map<String, String> headers, byte[] value) {
        produce(SERVER.bootstrapServers(), topic, partition, time, headers, value);
    }

    static void produce(
            String bootstrapServers,
            String topic,
            @Nullable Integer partition,
            @Nullable Long time,
            Map<String, String> headers,
            byte[] value) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, time, null, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void produce(String topic, @Nullable Integer partition, String text) {
        produce(topic, partition, null, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one after the other into a topic's first partition, quickly. */
    static void produce(String topic, List<String> values) {
        produce(SERVER.bootstrapServers(), topic, values);
    }

    static void produce(String servers, String topic, List<String> values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", servers,
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class))) {
            for (String value : values) {
                var unused = producer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
    }

    /** Reads all values of a topic's first partition. */
    static List<String> everything(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", SERVER.bootstrapServers(),
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> found = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    found.add(record.value());
                }
            }
            return found;
        }
    }

    /** What was reported of signals since then, up to a last word. */
    static List<Outcome> outcomes(KafkaTransport observer, Position since, Outcome last) throws InterruptedException {
        try (Listening listening = new Listening(observer, Topic.REPORTS, since)) {
            List<Outcome> outcomes = new ArrayList<>();
            listening.until(() -> {
                outcomes.clear();
                for (Delivery delivery : listening.deliveries) {
                    if (Codec.decodeReport(delivery.body()) instanceof Report.OfSignal report) {
                        outcomes.add(report.outcome());
                    }
                }
                return outcomes.contains(last);
            });
            return outcomes;
        }
    }
}
