package io.github.curfew.benchmarks.raw;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;

/** Hears a channel; what was sent while it was away stays in the stream of that name, where it does not look. */
final class RedisWire implements Wire {
    private static final JedisClientConfig PATIENT =
            DefaultJedisClientConfig.builder().socketTimeoutMillis(600_000).build();

    private final String sends;
    private final Connection sender;
    private final Connection subscriber;

    RedisWire(String address, String reads, String sends) {
        this.sends = sends;
        HostAndPort server = HostAndPort.from(address);
        sender = new Connection(server, PATIENT);
        subscriber = new Connection(server, PATIENT);
        subscriber.sendCommand(Command.SUBSCRIBE, reads);
        subscriber.getOne();
    }

    @Override
    public void send(byte[] message) {
        RawRedis.publish(sender, sends, message);
    }

    @Override
    public List<byte[]> receive() {
        List<?> heard = (List<?>) subscriber.getUnflushedObject();
        return List.of((byte[]) heard.get(2));
    }
}
