package io.github.curfew.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought.
 *
 * @param deliveries in the broker's order; may be empty
 * @param lost one sentence, if the broker no longer has messages that this reader had not seen (retention passed over
 *     them, data was lost); else null. Core reports it
 */
public record Batch(List<Delivery> deliveries, @Nullable String lost) {
    /** Nothing. */
    public static final Batch EMPTY = new Batch(List.of(), null);

    /** Copies the list. */
    public Batch {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * Makes a batch without a loss.
     *
     * @param deliveries in the broker's order
     * @return the batch
     */
    public static Batch of(List<Delivery> deliveries) {
        return deliveries.isEmpty() ? EMPTY : new Batch(deliveries, null);
    }
}
