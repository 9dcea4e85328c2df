package io.github.curfew.spi;

import java.time.Duration;

/**
 * Reads one topic from a position onwards. Used by one thread at a time; only {@link #close} may come from another,
 * and makes a poll that is under way return or throw within a second.
 *
 * <p>A reader gives each message that its transport's broker took after the position at least once, in the broker's order
 * where it has one. What was there before may come too: core tells by {@link Position#order}. A reader that has thrown is of
 * no further use but for {@link #position} and {@link #close}: core closes it and opens another one, from the position after
 * the last poll that returned. So what a failed poll had in hand must come again.
 */
public interface Reader extends AutoCloseable {
    /**
     * Waits for messages. Returns as soon as there is one, and after the wait in any case; it may return empty earlier.
     * Looks at least once, however short the wait. An interrupt ends the wait with an exception, though not at once while
     * the client does not mind it. Bounded: of a great many messages it brings some hundreds, and the next poll goes on.
     *
     * <p>A broker that does not answer must show: a poll that only ever returns empty looks like silence. So it throws, at
     * the latest when the client's own time limits are over.
     *
     * @param wait how long at the most, up to 20 s
     * @return what came, in order, each message at least once; nothing that {@link Position} puts before the start is
     *     required to be left out
     * @throws TransportException if the broker cannot be reached or refuses; the reader is then closed, and another one
     *     is opened from {@link #position()}
     * @throws InterruptedException if the thread was interrupted
     */
    Batch poll(Duration wait) throws InterruptedException;

    /**
     * Says that a message is in hand and need not come again. Does nothing where the broker keeps messages for all. Called
     * once for each delivery of a poll, after all of them are in hand, and before the next poll; a driver that dies
     * before that is given the message again, or whoever has its place.
     *
     * @param delivery what {@link #poll} brought
     * @throws TransportException if the broker cannot be told; the message may then come again
     */
    default void acknowledge(Delivery delivery) {}

    /**
     * Where it stands: after all that {@link #poll} has returned. Does not ask the broker, and can be asked of a reader
     * that has failed.
     *
     * @return a position from which {@link Transport#read} goes on without a gap
     */
    Position position();

    /**
     * Says whether the broker has told it that there is nothing behind {@link #position()}, so that silence is not only
     * that of a broker which has not answered yet. Called by the thread that polls.
     *
     * @return true, unless the transport asks in the background
     */
    default boolean isAtEnd() {
        return true;
    }

    /** Frees what it holds, from any thread, within a second. Does not throw, and may be called twice. */
    @Override
    void close();
}
