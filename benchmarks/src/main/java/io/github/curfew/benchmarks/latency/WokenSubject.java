package io.github.curfew.benchmarks.latency;

import java.time.Duration;
import java.util.Map;

/** A backend that wakes its readers. */
interface WokenSubject extends Subject {
    /**
     * The silence of a lane before each of many messages. Where a reader asks for its next message by a call of its own,
     * that call shall not fall into the time of the other lane's.
     */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** Opens the raw client, on what it needs of its own on the server. */
    RawClient openRaw() throws Exception;

    /** Opens what is worth a line of its own beside the raw client, each by what it guarantees and does in some words. */
    default Map<String, RawClient> openOthers() throws Exception {
        return Map.of();
    }

    /** How many rounds of messages back to back it takes until the JVM has compiled all that they need. */
    default int warmUp() {
        return 8;
    }
}
