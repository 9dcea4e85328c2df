package com.example.jdbc;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.util.Set;

// snippet: jdbc-position
/**
 * The rows that were there. The highest number would be shorter, and wrong: numbers are drawn when a row is inserted, and
 * rows are seen when they are committed. So 7 can appear after 8, and whoever goes on behind 8 misses it.
 */
record JdbcPosition(Set<MessageKey> there) implements Position {
    static final JdbcPosition BEGINNING = new JdbcPosition(Set.of());

    JdbcPosition {
        there = Set.copyOf(there);
    }

    @Override
    public Order order(Delivery delivery) {
        if (!(delivery.tag() instanceof MessageKey key)) {
            return Order.UNKNOWN;
        }
        return there.contains(key) ? Order.BEFORE : Order.AFTER;
    }
}
// end
