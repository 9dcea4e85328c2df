package io.github.curfew.model;

import java.time.Instant;
import java.util.Locale;

/**
 * How a driver's link to one backend is.
 *
 * @param backend the backend's name
 * @param state whether signals arrive over it
 * @param since since when, by the driver's clock
 * @param cause one sentence on what is wrong, or worth knowing; empty while nothing is
 */
public record BackendHealth(String backend, State state, Instant since, String cause) {
    /** The states of a link. */
    public enum State {
        /** No contact yet. */
        CONNECTING,
        /** Signals arrive. */
        LISTENING,
        /** Contact was lost or refused; it is tried again. */
        DEGRADED;

        /**
         * The word for it on the wire and in metrics.
         *
         * @return the name in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
