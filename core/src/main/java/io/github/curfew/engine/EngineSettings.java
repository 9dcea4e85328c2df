package io.github.curfew.engine;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.model.OnTimeout;
import java.time.Duration;

/**
 * What the engine goes by where a signal says nothing.
 *
 * @param namespace keeps environments apart
 * @param stopDeadline of a graceful stop
 * @param onTimeout what happens after it
 * @param signalExpiry how long a signal counts
 * @param beat how often the driver says that it is alive
 * @param auth what signatures go by
 */
public record EngineSettings(
        String namespace,
        Duration stopDeadline,
        OnTimeout onTimeout,
        Duration signalExpiry,
        Duration beat,
        AuthSettings auth) {
    /**
     * Makes settings without signatures.
     *
     * @param namespace keeps environments apart
     * @param stopDeadline of a graceful stop
     * @param onTimeout what happens after it
     * @param signalExpiry how long a signal counts
     * @param beat how often the driver says that it is alive
     */
    public EngineSettings(
            String namespace, Duration stopDeadline, OnTimeout onTimeout, Duration signalExpiry, Duration beat) {
        this(namespace, stopDeadline, onTimeout, signalExpiry, beat, AuthSettings.NONE);
    }
}
