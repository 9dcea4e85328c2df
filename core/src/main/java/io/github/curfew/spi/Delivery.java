package io.github.curfew.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a reader got it, not looked into. Immutable. Its identity is what a signal without one of its own acts once
 * by, and its time, where there is one, what a signal's expiry is counted from.
 *
 * @param id the broker's own identity of it, the same at every redelivery and for every reader, and never used again for
 *     another: topic incarnation, partition and offset; stream id; MessageId. For what has none of itself, made of what it
 *     is: path, modification time and content
 * @param time when the broker took it, by the broker's clock; null where it does not say
 * @param body the message
 * @param attributes what came beside the body, such as a Kafka record's headers for a CloudEvent in binary mode
 * @param tag the transport's own note for {@link Reader#acknowledge} and {@link Position#order}
 */
public record Delivery(
        String id,
        @Nullable Instant time,
        Payload body,
        Map<String, String> attributes,
        @Nullable Object tag) {
    /**
     * Copies the attributes.
     *
     * @param id see {@link #id()}
     * @param time see {@link #time()}
     * @param body see {@link #body()}
     * @param attributes see {@link #attributes()}
     * @param tag see {@link #tag()}
     */
    public Delivery {
        attributes = Map.copyOf(attributes);
    }
}
