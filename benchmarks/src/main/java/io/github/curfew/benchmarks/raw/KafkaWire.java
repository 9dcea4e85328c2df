package io.github.curfew.benchmarks.raw;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A producer with acks=all and a consumer without a group. */
final class KafkaWire implements Wire {
    private final String sends;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaWire(String servers, String reads, String sends) {
        this.sends = sends;
        producer = RawKafka.producer(servers);
        // Knows its topic's leader from now on, as a producer does that has said hello.
        var unused = producer.partitionsFor(sends);
        consumer = RawKafka.consumer(servers);
        TopicPartition partition = new TopicPartition(reads, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    @Override
    public void send(byte[] message) throws Exception {
        producer.send(new ProducerRecord<>(sends, message)).get();
    }

    @Override
    public List<byte[]> receive() {
        List<byte[]> messages = new ArrayList<>();
        consumer.poll(Duration.ofSeconds(5)).forEach(record -> messages.add(record.value()));
        return messages;
    }
}
