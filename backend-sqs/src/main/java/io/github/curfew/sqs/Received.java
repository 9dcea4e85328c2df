package io.github.curfew.sqs;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What is noted of a message until it is deleted.
 *
 * @param queue where it came from
 * @param number how many had been received then, with it
 * @param handle by which it is deleted
 */
record Received(Queue queue, long number, String handle) {
    /** Where our publisher writes the identity that all copies of a message share. */
    static final String ID = "curfew-id";

    static Delivery delivery(Message message, Queue queue, long number) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
            }
        });
        String id = attributes.remove(ID);
        return new Delivery(
                id == null || id.isBlank() ? message.messageId() : id,
                sent(message),
                Payload.utf8(message.body()),
                attributes,
                new Received(queue, number, message.receiptHandle()));
    }

    private static @Nullable Instant sent(Message message) {
        String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
        return sent == null || !sent.matches("\\d{1,15}") ? null : Instant.ofEpochMilli(Long.parseLong(sent));
    }
}
