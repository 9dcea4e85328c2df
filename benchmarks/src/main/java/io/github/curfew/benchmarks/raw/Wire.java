package io.github.curfew.benchmarks.raw;

import java.util.List;

/**
 * What one would write without Curfew: it sends to one place, where what was sent is kept, and reads from another. One
 * thread sends and receives. Over Kafka it misses as little as Curfew, since a reader goes on where it was; over Redis it
 * guarantees less, as it hears a channel alone.
 */
public interface Wire {
    /**
     * Sends, and returns when the server has given its word.
     *
     * @param message any
     * @throws Exception if it does not
     */
    void send(byte[] message) throws Exception;

    /**
     * Waits for a message.
     *
     * @return what came; perhaps nothing, after some seconds
     * @throws Exception if the connection is lost
     */
    List<byte[]> receive() throws Exception;

    /**
     * Opens one that reads what is sent from now on.
     *
     * @param broker kafka or redis
     * @param address of the server
     * @param reads a topic or channel
     * @param sends another
     * @return connected
     */
    static Wire open(String broker, String address, String reads, String sends) {
        return broker.equals("kafka") ? new KafkaWire(address, reads, sends) : new RedisWire(address, reads, sends);
    }
}
