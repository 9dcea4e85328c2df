package io.github.curfew.engine;

import io.github.curfew.model.OnSilence;
import java.time.Duration;

/**
 * What a held run goes by.
 *
 * @param gather how long it waits, since the last run of its driver was held, for the predecessor's other queries to be
 *     held here too; nothing where they cannot start while it is held
 * @param patience how long its predecessor has to answer, and the broker to be reached
 * @param onSilence and what then
 * @param lookBack from how long ago on it reads who was there
 * @param expiry how long what it asks of its predecessor counts
 */
public record TakeoverTerms(
        Duration gather, Duration patience, OnSilence onSilence, Duration lookBack, Duration expiry) {}
