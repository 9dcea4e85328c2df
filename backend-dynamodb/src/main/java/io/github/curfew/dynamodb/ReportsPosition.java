package io.github.curfew.dynamodb;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.util.Set;

/**
 * The reports that were there: those whose ids are less than one, and some behind it. An id begins with the time at which
 * its report was published, by DynamoDB's clock, and no report lies there later than {@link Ids#LATEST} after it.
 *
 * @param from the least id that was not settled then
 * @param seen ids behind it
 */
record ReportsPosition(String from, Set<String> seen) implements Position {
    @Override
    public Order order(Delivery delivery) {
        if (!(delivery.tag() instanceof String id)) {
            return Order.UNKNOWN;
        }
        return id.compareTo(from) < 0 || seen.contains(id) ? Order.BEFORE : Order.AFTER;
    }
}
