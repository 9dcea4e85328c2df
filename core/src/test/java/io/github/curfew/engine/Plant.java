package io.github.curfew.engine;

import io.github.curfew.spi.Transport;

/** A bug put in on purpose, to see whether the oracle notices. */
enum Plant {
    NONE,
    NO_FENCE,
    NO_DEDUP,
    DEAD_LOOP,
    REPORT_AFTER_CLOSE,
    EXPIRY_BY_SENDERS_CLOCK;

    Transport wrap(Transport transport, Scheduler scheduler) {
        return this == NONE || this == REPORT_AFTER_CLOSE
                ? transport
                : new PlantedTransport(transport, this, scheduler);
    }
}
