package io.github.curfew.benchmarks.latency;

import java.nio.ByteBuffer;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;

/** Publishes on a channel, and into the stream of that name if it is kept. It numbers what it sends. */
final class RedisSender implements AutoCloseable {
    /** In the stream, the field that is the message. */
    static final String FIELD = "m";

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
        CommandArguments publish =
                new CommandArguments(Command.PUBLISH).add(name).add(numbered);
        if (!kept) {
            connection.executeCommand(publish);
            return;
        }
        connection.sendCommand(Command.MULTI);
        connection.sendCommand(new CommandArguments(Command.XADD)
                .add(name)
                .add(Keyword.MAXLEN)
                .add("~")
                .add(100_000)
                .add("*")
                .add(FIELD)
                .add(numbered));
        connection.sendCommand(publish);
        connection.sendCommand(Command.EXEC);
        List<Object> answers = connection.getMany(4);
        if (answers.get(3) instanceof JedisDataException refused) {
            throw refused;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
