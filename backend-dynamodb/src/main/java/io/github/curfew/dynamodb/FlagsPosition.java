package io.github.curfew.dynamodb;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.util.Map;

/**
 * The items that were there. An item is before it if it was one of them and has not been seen to go since: when somebody
 * deletes it and puts it again, that is another one. One that had been seen earlier is before it too, though it may have
 * gone by then, alone or with its table. What was found in a table that had been gone may be older than it looks: there,
 * core compares times.
 *
 * @param items by id
 * @param look the number of the last look before it; 0 before the first
 * @param whole whether these were all that were there
 */
record FlagsPosition(Map<String, Stamp> items, long look, boolean whole) implements Position {
    /** All that were there. */
    FlagsPosition(Map<String, Stamp> items, long look) {
        this(items, look, true);
    }

    /** Of a namespace with more items than are held: core then compares times. */
    static FlagsPosition ofCrowded() {
        return new FlagsPosition(Map.of(), 0, false);
    }

    /**
     * What a delivery was made from.
     *
     * @param id the item's
     * @param stamp as it was seen
     */
    record Tag(String id, Stamp stamp) {}

    @Override
    public Order order(Delivery delivery) {
        if (!whole || !(delivery.tag() instanceof Tag tag)) {
            return Order.UNKNOWN;
        }
        if (tag.stamp().look() <= look) {
            return Order.BEFORE;
        }
        Stamp there = items.get(tag.id());
        // Of two puts of the same words, the later one has the higher generation.
        if (there != null
                && there.hash().equals(tag.stamp().hash())
                && there.generation() >= tag.stamp().generation()) {
            return Order.BEFORE;
        }
        return tag.stamp().doubtful() ? Order.UNKNOWN : Order.AFTER;
    }
}
