package io.github.curfew.spi;

/**
 * A point in what the broker holds of one topic: an offset, a stream id, a set of items. Opaque to core, immutable, and
 * valid for as long as its transport is open, over any number of lost links.
 */
public interface Position {
    /**
     * Tells whether a message lay on the broker already when this position was read there. This is the fence that keeps
     * a signal from a run that started after it, so it must never guess.
     *
     * @param delivery a message of the same topic and transport
     * @return {@link Order#BEFORE} or {@link Order#AFTER} where that is certain, else {@link Order#UNKNOWN}
     */
    Order order(Delivery delivery);

    /** How a message lies to a position. */
    enum Order {
        /** It was there already. */
        BEFORE,
        /** It came later. */
        AFTER,
        /** That cannot be told; core then compares broker times. */
        UNKNOWN
    }
}
