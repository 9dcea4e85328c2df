package io.github.curfew.benchmarks.latency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.RedisProtocol;

/** Reads a stream and waits in each read until there is more. */
final class RedisStreamReader implements RawClient {
    private static final JedisClientConfig PATIENT = DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .socketTimeoutMillis(60_000)
            .build();

    private final String name;
    private final RedisSender sender;
    private final Asking reader;
    private byte[] last = {'0'};

    RedisStreamReader(HostAndPort server, String name) {
        this.name = name;
        sender = new RedisSender(new Connection(server, PATIENT), name, true);
        reader = new Asking(server);
        ask();
    }

    @Override
    public void send(byte[] message) {
        sender.send(message);
    }

    private void ask() {
        reader.sendCommand(new CommandArguments(Command.XREAD)
                .add(Keyword.BLOCK)
                .add(50_000)
                .add(Keyword.STREAMS)
                .add(name)
                .add(last));
        reader.flush();
    }

    @Override
    public int receive() {
        Object said = reader.getUnflushedObject();
        // One stream, and of that its entries: each an id and fields.
        List<?> entries = (List<?>) ((List<?>) ((List<?>) said).get(0)).get(1);
        last = (byte[]) ((List<?>) entries.get(entries.size() - 1)).get(0);
        return entries.size();
    }

    /** Asks for the next: before the lane sends again, as a reader that is never late does. */
    @Override
    public void acknowledge() {
        ask();
    }

    @Override
    public void close() {
        try {
            reader.forceDisconnect();
            sender.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection that can ask without waiting for the answer. */
    private static final class Asking extends Connection {
        Asking(HostAndPort server) {
            super(server, PATIENT);
        }

        @Override
        protected void flush() {
            super.flush();
        }
    }
}
