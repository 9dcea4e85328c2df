package io.github.curfew.spi;

/**
 * A point in what the broker holds of one topic: an offset, a stream id, a set of items. Opaque to core, immutable,
 * thread-safe, and valid for as long as its transport is open, over any number of lost links. Core holds one for each run
 * under curfew and backend, and gives it only to the transport that made it.
 *
 * <p>Where numbers are drawn before messages can be seen, as by a database's sequence, the highest number is no position: a
 * lower one may appear later. Where a place can be made anew, as a topic can, its incarnation belongs into the position, and
 * what comes from another one is unknown.
 *
 * <p>A set of what lies there need not remember for ever what has gone: what a reader gave before a position was asked for
 * counts as before it, whatever that says; core sees to that. But what was found by a look that had begun before the set was
 * complete, and is not in it, may have gone or be newer, and is unknown.
 */
public interface Position {
    /**
     * Tells whether a message lay on the broker already when this position was read there. This is the fence that keeps
     * a signal from a run that started after it, so it must never guess: whatever any clock says, what is told to be before
     * is stale for that run, and what is told to be after is new. Does not block, ask the broker or throw.
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
