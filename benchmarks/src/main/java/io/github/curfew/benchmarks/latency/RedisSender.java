package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.raw.RawRedis;
import java.nio.ByteBuffer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** Publishes on a channel, and into the stream of that name if it is kept. It numbers what it sends. */
final class RedisSender implements AutoCloseable {
    private final Connection connection;
    private final String name;
    private final boolean kept;
    private long number;

    RedisSender(Connection connection, String name, boolean kept) {
        this.connection = connection;
        this.name = name;
        this.kept = kept;
    }

    /** The number of what was sent. */
    static long number(byte[] sent) {
        return ByteBuffer.wrap(sent).getLong();
    }

    void send(byte[] message) {
        byte[] numbered = ByteBuffer.allocate(Long.BYTES + message.length)
                .putLong(++number)
                .put(message)
                .array();
        if (kept) {
            RawRedis.publish(connection, name, numbered);
        } else {
            connection.executeCommand(
                    new CommandArguments(Command.PUBLISH).add(name).add(numbered));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
