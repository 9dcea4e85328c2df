package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Versions;
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
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A Redis that writes nothing to a disk, which would be all that is measured; Jedis's connections, without a pool or a
 * second way to the server.
 */
final class RedisSubject implements WokenSubject {
    private static final JedisClientConfig PATIENT = DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .socketTimeoutMillis(60_000)
            .build();

    private final RedisServer server = RedisServer.start();

    @Override
    public BackendProvider provider() {
        return new RedisProvider();
    }

    @Override
    public Map<String, String> versions() {
        return Versions.redis(server);
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
        return "XADD and PUBLISH in one MULTI; XREAD BLOCK";
    }

    @Override
    public RawClient openRaw() {
        return new Raw(address(), "raw", true, true);
    }

    /** Whoever is away for a moment misses what these two would have heard. */
    @Override
    public Map<String, RawClient> openLesser() {
        return Map.of(
                "XADD and PUBLISH in one MULTI; SUBSCRIBE", new Raw(address(), "heard", true, false),
                "plain PUBLISH; SUBSCRIBE", new Raw(address(), "plain", false, false));
    }

    private HostAndPort address() {
        return new HostAndPort("127.0.0.1", server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    /** Publishes on a channel, and into the stream of that name if it is kept; reads the one or hears the other. */
    private static final class Raw implements RawClient {
        private final String name;
        private final boolean kept;
        private final boolean reads;
        private final Connection sender;
        private final Asking receiver;
        private byte[] last = {'0'};

        Raw(HostAndPort server, String name, boolean kept, boolean reads) {
            this.name = name;
            this.kept = kept;
            this.reads = reads;
            sender = new Connection(server, PATIENT);
            receiver = new Asking(server);
            if (reads) {
                ask();
            } else {
                receiver.sendCommand(Command.SUBSCRIBE, name);
                receiver.getOne();
            }
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

        private void ask() {
            receiver.sendCommand(new CommandArguments(Command.XREAD)
                    .add(Keyword.BLOCK)
                    .add(50_000)
                    .add(Keyword.STREAMS)
                    .add(name)
                    .add(last));
            receiver.flush();
        }

        @Override
        public int receive() {
            Object said = receiver.getUnflushedObject();
            if (!reads) {
                return 1;
            }
            // One stream, and of that its entries: each an id and fields.
            List<?> entries = (List<?>) ((List<?>) ((List<?>) said).get(0)).get(1);
            last = (byte[]) ((List<?>) entries.get(entries.size() - 1)).get(0);
            return entries.size();
        }

        /** Asks for the next: before the lane sends again, as a reader that is never late does. */
        @Override
        public void acknowledge() {
            if (reads) {
                ask();
            }
        }

        @Override
        public void close() {
            try {
                receiver.forceDisconnect();
                sender.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
