package io.github.curfew.benchmarks.latency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Hears a channel, and after each reconnect reads in the stream of that name what was sent meanwhile: so it misses nothing
 * that is kept, at the price of a subscription. A connection on which nothing was heard for long is taken for dead, since
 * one that is would not say so.
 */
final class RedisListener implements RawClient {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final JedisClientConfig CONFIG = DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .socketTimeoutMillis((int) LONGEST_SILENCE.toMillis())
            .build();

    private final HostAndPort server;
    private final String name;
    private final RedisSender sender;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Connection channel;
    private boolean behind;
    private String readUpTo = "0-0";
    private long newest;

    RedisListener(HostAndPort server, String name, boolean kept) {
        this.server = server;
        this.name = name;
        sender = new RedisSender(new Connection(server, CONFIG), name, kept);
        channel = subscribe();
    }

    private Connection subscribe() {
        Connection connection = new Connection(server, CONFIG);
        connection.sendCommand(Command.SUBSCRIBE, name);
        connection.getOne();
        return connection;
    }

    @Override
    public void send(byte[] message) {
        sender.send(message);
    }

    @Override
    public int receive() throws InterruptedException {
        try {
            if (behind) {
                channel.close();
                channel = subscribe();
                // What is sent from here on is heard; what was sent before is in the stream.
                int missed = catchUp();
                behind = false;
                return missed;
            }
            List<?> heard = (List<?>) channel.getUnflushedObject();
            return take((byte[]) heard.get(2));
        } catch (JedisConnectionException e) {
            if (isClosed() || (behind && closed.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS))) {
                throw e;
            }
            behind = true;
            return 0;
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** A subscribed connection can do nothing else. */
    private int catchUp() {
        int missed = 0;
        try (Connection reader = new Connection(server, CONFIG)) {
            CommandArguments range = new CommandArguments(Command.XRANGE)
                    .add(name)
                    .add("(" + readUpTo)
                    .add("+");
            for (Object one : (List<?>) reader.executeCommand(range)) {
                List<?> entry = (List<?>) one;
                readUpTo = new String((byte[]) entry.get(0), StandardCharsets.US_ASCII);
                missed += take((byte[]) ((List<?>) entry.get(1)).get(1));
            }
        }
        return missed;
    }

    /** One, unless it was there before: what was heard is in the stream too. */
    private int take(byte[] message) {
        long number = RedisSender.number(message);
        if (number <= newest) {
            return 0;
        }
        newest = number;
        return 1;
    }

    @Override
    public void close() {
        closed.countDown();
        sender.close();
        try {
            channel.forceDisconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
