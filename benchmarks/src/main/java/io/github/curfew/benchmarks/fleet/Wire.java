package io.github.curfew.benchmarks.fleet;

import java.util.List;

/**
 * What one would write without Curfew for the same guarantee: what was sent is kept, and whoever reads later gets it too.
 * It sends to one place and reads from another. One thread sends and receives.
 */
interface Wire {
    /** Sends, and returns when the server has given its word. */
    void send(byte[] message) throws Exception;

    /** Waits for some seconds at the most, and gives what came. */
    List<byte[]> receive() throws Exception;

    /** Opens one that reads what is sent from now on. */
    static Wire open(String broker, String address, String reads, String sends) {
        return broker.equals("kafka") ? new KafkaWire(address, reads, sends) : new RedisWire(address, reads, sends);
    }
}
