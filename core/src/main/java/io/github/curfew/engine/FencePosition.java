package io.github.curfew.engine;

import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;

/**
 * A position, and when the broker was asked for it. Where that is a set of what lies there, a message that was heard and
 * then removed is not in it, and would look like one that came later: a driver that was cut off at a run's start heard
 * {@code stop}, somebody deleted the file, and only then the position could be read. So what had come before the question
 * lies before it.
 *
 * @param position what the broker answered
 * @param asked uptime before the question
 */
record FencePosition(Position position, Duration asked) {
    /** Asks the broker for the end of its signals. Blocks; throws when out of reach. */
    static FencePosition ask(Transport transport, Scheduler scheduler) {
        Duration asked = scheduler.uptime();
        return new FencePosition(transport.end(Topic.SIGNALS), asked);
    }

    Order order(Arrival arrival) {
        return arrival.at().compareTo(asked) < 0 ? Order.BEFORE : position.order(arrival.delivery());
    }
}
