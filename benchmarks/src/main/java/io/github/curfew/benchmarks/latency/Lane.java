package io.github.curfew.benchmarks.latency;

/** One side of the comparison: sends a message and tells when it arrived. Used by one thread. */
interface Lane extends AutoCloseable {
    /** Makes ready for so many messages, and waits until that is done. */
    void prepare(int messages) throws Exception;

    /** Sends the next one; returns when the server has given its word. What it does before counts too. */
    void send() throws Exception;

    /** When the message that was sent last arrived, as {@link System#nanoTime} tells it; waits for it. */
    long arrived() throws InterruptedException;

    /** Waits until all is done that came of that message, so that the next one has the machine for itself. */
    void settle() throws InterruptedException;

    @Override
    void close();
}
