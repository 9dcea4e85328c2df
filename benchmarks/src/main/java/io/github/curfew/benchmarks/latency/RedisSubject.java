package io.github.curfew.benchmarks.latency;

import io.github.curfew.redis.RedisProvider;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A Redis that writes nothing to a disk, which would be all that is measured; Jedis's connections, without a pool or a
 * second way to the server.
 */
final class RedisSubject implements Subject {
    private static final JedisClientConfig PATIENT =
            DefaultJedisClientConfig.builder().socketTimeoutMillis(60_000).build();

    private final RedisServer server = RedisServer.start();

    @Override
    public BackendProvider provider() {
        return new RedisProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("redis.url", server.url());
    }

    /** More than for others: it is so quick that what was not compiled to the end would be a good part of all. */
    @Override
    public int warmUp() {
        return 100;
    }

    @Override
    public String rawTitle() {
        return "XADD and PUBLISH in one MULTI; SUBSCRIBE";
    }

    @Override
    public RawClient openRaw() {
        return new Raw(address(), "raw", true);
    }

    @Override
    public Map<String, RawClient> openLesser() {
        return Map.of("plain PUBLISH; SUBSCRIBE", new Raw(address(), "plain", false));
    }

    private HostAndPort address() {
        return new HostAndPort("127.0.0.1", server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    /** Hears a channel; who was away would find in the stream of that name what it missed, if one is kept. */
    private static final class Raw implements RawClient {
        private final String name;
        private final boolean kept;
        private final Connection sender;
        private final Connection subscriber;

        Raw(HostAndPort server, String name, boolean kept) {
            this.name = name;
            this.kept = kept;
            sender = new Connection(server, PATIENT);
            subscriber = new Connection(server, PATIENT);
            subscriber.sendCommand(Command.SUBSCRIBE, name);
            subscriber.getOne();
        }

        @Override
        public void send(byte[] message) {
            CommandArguments publish =
                    new CommandArguments(Command.PUBLISH).add(name).add(message);
            if (!kept) {
                sender.executeCommand(publish);
                return;
            }
            sender.sendCommand(Command.MULTI);
            sender.sendCommand(new CommandArguments(Command.XADD)
                    .add(name)
                    .add(Keyword.MAXLEN)
                    .add("~")
                    .add(100_000)
                    .add("*")
                    .add("m")
                    .add(message));
            sender.sendCommand(publish);
            sender.sendCommand(Command.EXEC);
            List<Object> answers = sender.getMany(4);
            if (answers.get(3) instanceof JedisDataException refused) {
                throw refused;
            }
        }

        @Override
        public int receive() {
            subscriber.getUnflushedObject();
            return 1;
        }

        @Override
        public void close() {
            try {
                subscriber.forceDisconnect();
                sender.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
