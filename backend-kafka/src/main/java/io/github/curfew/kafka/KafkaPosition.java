package io.github.curfew.kafka;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A point in one incarnation of a topic: a topic that is deleted and made again has another id, and its offsets begin
 * anew.
 *
 * @param topicId which incarnation
 * @param offsets for each of its partitions, the offset of the first record after this point
 */
record KafkaPosition(Uuid topicId, Map<Integer, Long> offsets) implements Position {
    KafkaPosition {
        offsets = Map.copyOf(offsets);
    }

    /**
     * Where a record lies: what a delivery carries as its tag.
     *
     * @param topicId in which incarnation
     * @param partition in which partition
     * @param offset at which offset
     */
    record Place(Uuid topicId, int partition, long offset) {
        /** Never used again for another record, whatever becomes of the topic. */
        String id() {
            return topicId + "/" + partition + "/" + offset;
        }
    }

    @Override
    public Order order(Delivery delivery) {
        if (!(delivery.tag() instanceof Place place) || !place.topicId().equals(topicId)) {
            return Order.UNKNOWN;
        }
        // Brokers before 2.8 give none, and then an offset may be of a topic that was made again.
        if (topicId.equals(Uuid.ZERO_UUID)) {
            return Order.UNKNOWN;
        }
        Long first = offsets.get(place.partition());
        if (first == null) {
            return Order.UNKNOWN;
        }
        return place.offset() < first ? Order.BEFORE : Order.AFTER;
    }
}
