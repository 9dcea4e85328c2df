package com.example.jdbc;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.util.Set;

// snippet: jdbc-position
/**
 * The rows that were there. The highest number would be shorter, and wrong: numbers are drawn when a row is inserted, and
 * rows are seen when they are committed. So 7 can appear after 8, and whoever goes on behind 8 misses it. What a look found
 * that had begun by then, and is not among them, may have been removed before or be newer: that cannot be told.
 *
 * @param there all of them
 * @param look the last look that had begun when they had been listed
 */
record JdbcPosition(Set<MessageKey> there, long look) implements Position {
    static final JdbcPosition BEGINNING = new JdbcPosition(Set.of(), 0);

    JdbcPosition {
        there = Set.copyOf(there);
    }

    @Override
    public Order order(Delivery delivery) {
        if (!(delivery.tag() instanceof Found found)) {
            return Order.UNKNOWN;
        }
        if (there.contains(found.key())) {
            return Order.BEFORE;
        }
        return found.look() > look ? Order.AFTER : Order.UNKNOWN;
    }

    /** Which row a delivery was made from, and by which of the transport's looks. */
    record Found(MessageKey key, long look) {}
}
// end
