package io.github.curfew.benchmarks.latency;

/**
 * What one would write without Curfew, with the backend's own client, for the same guarantee: what was sent is kept, and
 * whoever reads later gets it too. Its waiting is told the same as the backend's (a long poll's length, say). One thread
 * sends, another receives.
 */
interface RawClient extends AutoCloseable {
    /** Sends, and returns when the server has given its word. */
    void send(byte[] message) throws Exception;

    /** Waits for some seconds at the most, and says how many messages came. */
    int receive() throws Exception;

    /** When the last of what was received was here: just now, unless another thread than the one that receives took it. */
    default long receivedAt() {
        return System.nanoTime();
    }

    /** Does with what was received what the server wants done; its arrival has been noted by then. */
    default void acknowledge() throws Exception {}

    /** Ends a receive that is under way; called while no message is. */
    @Override
    void close();
}
