package io.github.curfew.engine;

import io.github.curfew.spi.Delivery;
import java.time.Duration;

/**
 * A delivery, and when it was here.
 *
 * @param delivery what came
 * @param at uptime when the reader had given it
 */
record Arrival(Delivery delivery, Duration at) {
    /** Given again, it has been on the broker since it came first. */
    Arrival since(Arrival first) {
        return delivery.id().equals(first.delivery.id()) ? new Arrival(delivery, first.at) : this;
    }
}
