package io.github.curfew.engine;

import io.github.curfew.spi.Transport;

/** A bug put in on purpose, to see whether the oracle notices. */
enum Plant {
    NONE,
    NO_FENCE,
    NO_DEDUP,
    DEAD_LOOP,
    REPORT_AFTER_CLOSE,
    EXPIRY_BY_SENDERS_CLOCK,
    /** A held run goes on when its predecessor drains, before that has ended. */
    TAKEOVER_BEFORE_THE_END,
    /** A held run that has told the number of its claim does not read who came meanwhile. */
    TAKEOVER_WITHOUT_READING_AGAIN,
    /** Of two claims with one number both give way. */
    TAKEOVER_WITHOUT_TIE_BREAK,
    /** Every claim is obeyed as a stop, the loser's too. */
    TAKEOVER_OBEYING_LATE_CLAIMS,
    /** A held run takes what is left of what drivers said for all that they said. */
    TAKEOVER_IN_SPITE_OF_A_LOSS,
    /** Whoever says that a run has stopped is believed. */
    TAKEOVER_BELIEVING_ANYBODY;

    Transport wrap(Transport transport, Scheduler scheduler) {
        return this == NONE || this == REPORT_AFTER_CLOSE
                ? transport
                : new PlantedTransport(transport, this, scheduler);
    }
}
