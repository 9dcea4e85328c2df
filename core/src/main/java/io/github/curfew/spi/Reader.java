package io.github.curfew.spi;

import java.time.Duration;

/**
 * Reads one topic from a position onwards. Used by one thread at a time; only {@link #close} may come from another,
 * and makes a poll that is under way return or throw within a second.
 */
public interface Reader extends AutoCloseable {
    /**
     * Waits for messages. Returns as soon as there is one, and after the wait in any case; it may return empty earlier.
     * An interrupt ends the wait with an exception.
     *
     * @param wait how long at the most
     * @return what came, in order, each message at least once; nothing that {@link Position} puts before the start is
     *     required to be left out
     * @throws TransportException if the broker cannot be reached or refuses; the reader is then closed, and another one
     *     is opened from {@link #position()}
     * @throws InterruptedException if the thread was interrupted
     */
    Batch poll(Duration wait) throws InterruptedException;

    /**
     * Says that a message is in hand and need not come again. Does nothing where the broker keeps messages for all.
     *
     * @param delivery what {@link #poll} brought
     * @throws TransportException if the broker cannot be told; the message may then come again
     */
    default void acknowledge(Delivery delivery) {}

    /**
     * Where it stands: after all that {@link #poll} has returned.
     *
     * @return a position from which {@link Transport#read} goes on without a gap
     */
    Position position();

    /** Frees what it holds. Does not throw, and may be called twice. */
    @Override
    void close();
}
