package io.github.curfew.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to every run that its selector matches.
 *
 * @param id its identity
 * @param action what is asked
 * @param selector of whom
 * @param terms and how
 * @param time when the sender says that it was sent, by the sender's clock; null for short words
 */
public record Signal(
        SignalId id,
        Action action,
        Selector selector,
        Terms terms,
        @Nullable Instant time) {
    /**
     * Makes a new signal with an identity of its own.
     *
     * @param source who sends it, a URI reference such as {@code /ops/deploy-bot}
     * @param action what is asked
     * @param selector of whom
     * @param terms and how
     * @param now the sender's time
     * @return the signal
     */
    public static Signal create(String source, Action action, Selector selector, Terms terms, Instant now) {
        return new Signal(new SignalId(source, UUID.randomUUID().toString()), action, selector, terms, now);
    }
}
