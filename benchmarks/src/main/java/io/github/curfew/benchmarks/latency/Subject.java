package io.github.curfew.benchmarks.latency;

import io.github.curfew.spi.BackendProvider;
import java.time.Duration;
import java.util.Map;

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

    /** Says in some words what the raw client does, for the table. */
    String rawTitle();

    /** Ends the server. */
    @Override
    void close();
}
