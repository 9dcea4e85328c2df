package io.github.curfew.benchmarks.raw;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;

/** What one sends to Redis who wants a message heard at once, and kept for whoever is away. */
public final class RawRedis {
    /** In the stream, the field that is the message. */
    private static final String FIELD = "m";

    private static final int KEPT = 100_000;
    private static final int ANSWERS = 4;

    private RawRedis() {}

    /**
     * Publishes on a channel, and into the stream of that name, both or neither.
     *
     * @param connection nobody else's meanwhile
     * @param name of both
     * @param message any
     * @throws JedisDataException if Redis refuses it
     */
    public static void publish(Connection connection, String name, byte[] message) {
        connection.sendCommand(Command.MULTI);
        connection.sendCommand(new CommandArguments(Command.XADD)
                .add(name)
                .add(Keyword.MAXLEN)
                .add("~")
                .add(KEPT)
                .add("*")
                .add(FIELD)
                .add(message));
        connection.sendCommand(new CommandArguments(Command.PUBLISH).add(name).add(message));
        connection.sendCommand(Command.EXEC);
        List<Object> answers = connection.getMany(ANSWERS);
        if (answers.get(ANSWERS - 1) instanceof JedisDataException refused) {
            throw refused;
        }
    }
}
