package io.github.curfew.benchmarks.raw;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own clients, set as one sets them who wants each message soon and none lost. */
public final class RawKafka {
    private RawKafka() {}

    /**
     * Waits for all replicas' word, and for no more messages before it sends one.
     *
     * @param servers the brokers
     * @return not connected yet
     */
    public static KafkaProducer<byte[], byte[]> producer(String servers) {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                servers,
                "acks",
                "all",
                "linger.ms",
                "0",
                // As Curfew has it: what the default adds is a request at the start, and numbers that nobody needs.
                "enable.idempotence",
                "false",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    }

    /**
     * Without a group: it goes on where it was, and says so if it cannot.
     *
     * @param servers the brokers
     * @return not connected yet, and reading nothing
     */
    public static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                servers,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "none",
                "fetch.max.wait.ms",
                "5000",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
    }
}
