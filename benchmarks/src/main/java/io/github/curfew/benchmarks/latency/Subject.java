package io.github.curfew.benchmarks.latency;

import io.github.curfew.spi.BackendProvider;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backend on a real server that was started for it, and the raw client to measure it by. One for each backend. */
interface Subject extends AutoCloseable {
    /** What it is called in the table. */
    default String title() {
        return provider().name();
    }

    /** By what its tables are found. */
    default String id() {
        return provider().name();
    }

    /** Which server it is, and of which version; the same of clients, where that matters. */
    Map<String, String> versions();

    /** The backend. */
    BackendProvider provider();

    /** What it is told, as {@code redis.url}, without {@code curfew.}; where the server is, at the least. */
    Map<String, String> settings();

    /** How long after a run's start a signal is told from one before it. */
    default Duration clearOfAStart() {
        return Duration.ZERO;
    }

    /**
     * The silence of a lane before each of many messages. Where a reader asks for its next message by a call of its own,
     * that call shall not fall into the time of the other lane's.
     */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** How often it looks, both alike, where it has to look; null where the broker wakes it. */
    default @Nullable Duration interval() {
        return null;
    }

    /** Opens the raw client, on what it needs of its own on the server. */
    RawClient openRaw() throws Exception;

    /** Opens what is worth a line of its own although it guarantees less, each by what it does in some words. */
    default Map<String, RawClient> openLesser() throws Exception {
        return Map.of();
    }

    /** How many rounds of messages back to back it takes until the JVM has compiled all that they need. */
    default int warmUp() {
        return 8;
    }

    /** Says in some words what the raw client does, for the table. */
    String rawTitle();

    /** Ends the server. */
    @Override
    void close();
}
