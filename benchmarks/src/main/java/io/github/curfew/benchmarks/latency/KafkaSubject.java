package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.raw.RawKafka;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.benchmarks.server.Servers;
import io.github.curfew.kafka.KafkaBackendProvider;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.spi.BackendProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** A KRaft broker; a producer with acks=all and a consumer without a group. */
final class KafkaSubject implements WokenSubject {
    private final KafkaServer server = KafkaServer.start();

    @Override
    public Duration pause() {
        return Duration.ofMillis(10);
    }

    @Override
    public BackendProvider provider() {
        return new KafkaBackendProvider();
    }

    @Override
    public Map<String, String> versions() {
        return Versions.kafka();
    }

    @Override
    public Map<String, String> settings() {
        return Servers.settings(server);
    }

    @Override
    public String rawTitle() {
        return "producer, acks=all; consumer without a group";
    }

    @Override
    public RawClient openRaw() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            NewTopic topic = new NewTopic(Raw.TOPIC, Optional.of(1), Optional.empty());
            admin.createTopics(List.of(topic.configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
        }
        return new Raw(server.bootstrapServers());
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Raw implements RawClient {
        static final String TOPIC = "raw";

        private final KafkaProducer<byte[], byte[]> producer;
        private final KafkaConsumer<byte[], byte[]> consumer;

        Raw(String servers) {
            producer = RawKafka.producer(servers);
            consumer = RawKafka.consumer(servers);
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
        }

        @Override
        public void send(byte[] message) throws Exception {
            producer.send(new ProducerRecord<>(TOPIC, message)).get();
        }

        @Override
        public int receive() {
            try {
                return consumer.poll(Duration.ofSeconds(5)).count();
            } catch (WakeupException e) {
                consumer.close(Duration.ZERO);
                throw e;
            }
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
            consumer.wakeup();
        }
    }
}
