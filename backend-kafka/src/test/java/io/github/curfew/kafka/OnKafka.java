package io.github.curfew.kafka;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker, wherever it runs, as the contract asks for it. */
record OnKafka(String bootstrapServers, Outage outage) implements ContractBackend {
    @Override
    public BackendProvider provider() {
        return new KafkaBackendProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("kafka.bootstrap.servers", bootstrapServers, "kafka.create-topics", "true");
    }

    @Override
    public void publishByHand(String namespace, byte[] body) {
        Broker.produce(bootstrapServers, Broker.signals(namespace), null, null, Map.of(), body);
    }

    @Override
    public Map<String, ByHand> otherWaysByHand() {
        Map<String, String> headers = Map.of(
                "ce_specversion", "1.0",
                "ce_id", "7",
                "ce_source", "/ops",
                "ce_type", "io.github.curfew.stop.requested.v1");
        byte[] data = "{\"selector\":\"orders\"}".getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "an event in a record's headers",
                namespace -> Broker.produce(bootstrapServers, Broker.signals(namespace), null, null, headers, data));
    }

    @Override
    public List<Payload> stored(String namespace, Topic topic) {
        TopicPartition partition =
                new TopicPartition(topic == Topic.SIGNALS ? Broker.signals(namespace) : Broker.reports(namespace), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<Payload> found = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    found.add(Payload.of(record.value()));
                }
            }
            return found;
        }
    }
}
