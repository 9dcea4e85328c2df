package io.github.curfew.kafka;

import io.github.curfew.kafka.KafkaPosition.Place;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Turns our messages into Kafka's records and back. */
final class Records {
    private static final byte[] NOTHING = new byte[0];

    private Records() {}

    /** The key is the message's place, so that a compacted topic of reports keeps the latest word for each. */
    static ProducerRecord<byte[], byte[]> of(String topic, Outgoing message, Instant time) {
        String key = message.group().isEmpty() ? message.name() : message.group() + "/" + message.name();
        return new ProducerRecord<>(
                topic,
                null,
                time.toEpochMilli(),
                key.getBytes(StandardCharsets.UTF_8),
                message.body().bytes());
    }

    static Delivery delivery(Uuid topicId, ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(topicId, record.partition(), record.offset());
        byte[] value = record.value();
        Payload body = Payload.of(value == null ? NOTHING : value);
        return new Delivery(place.id(), brokerTime(record), body, attributes(record), place);
    }

    /** Only the time of a topic with LogAppendTime is the broker's; any other is what the sender said. */
    static @Nullable Instant brokerTime(ConsumerRecord<byte[], byte[]> record) {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME
                ? Instant.ofEpochMilli(record.timestamp())
                : null;
    }

    /** Whether a consumer's exception is about records: their codec is absent, or their bytes are damaged. */
    static boolean areUnreadable(Throwable failure) {
        return failure instanceof LinkageError
                || String.valueOf(failure.getMessage()).contains("seek past the record");
    }

    private static Map<String, String> attributes(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                attributes.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return attributes;
    }
}
