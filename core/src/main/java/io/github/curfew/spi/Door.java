package io.github.curfew.spi;

import io.github.curfew.model.BackendHealth;

/**
 * A way into one driver that is no broker: whoever comes through it speaks to this driver at once, so nothing is polled,
 * replayed or fenced. Thread-safe. Its threads are its own: named, daemons, and ended by {@link #close}. What goes wrong
 * behind it is answered to whoever came, and never reaches a stream.
 */
public interface Door extends AutoCloseable {
    /**
     * Opens, once. Does not block for long, and does not throw for what may pass by itself, such as a port that is
     * taken: that is tried again in the background, and told by {@link #health()}.
     *
     * @param driver to whom it leads
     */
    void open(Driver driver);

    /**
     * Tells how it is.
     *
     * @return listening once somebody can come in
     */
    BackendHealth health();

    /** Gives the answers that are due, and closes, within a second or so. Does not throw, and may be called twice. */
    @Override
    void close();
}
