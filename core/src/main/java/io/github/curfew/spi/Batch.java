package io.github.curfew.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought; with it, the reader's position has gone on. Immutable.
 *
 * @param deliveries in the broker's order; may be empty
 * @param lost one sentence, if the broker no longer has messages that this reader had not seen (retention passed over
 *     them, data was lost); else null. Core reports it
 * @param passedOver one sentence for each message that is there and cannot be had: a file without read permission, or one
 *     that stays half-written. Core counts and logs them; a reader tells of each once, not at every poll
 */
public record Batch(List<Delivery> deliveries, @Nullable String lost, List<String> passedOver) {
    /** Nothing. */
    public static final Batch EMPTY = new Batch(List.of(), null);

    /**
     * Copies the lists.
     *
     * @param deliveries see {@link #deliveries()}
     * @param lost see {@link #lost()}
     * @param passedOver see {@link #passedOver()}
     */
    public Batch {
        deliveries = List.copyOf(deliveries);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * Makes a batch of which nothing was passed over.
     *
     * @param deliveries in the broker's order
     * @param lost one sentence, or null
     */
    public Batch(List<Delivery> deliveries, @Nullable String lost) {
        this(deliveries, lost, List.of());
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
