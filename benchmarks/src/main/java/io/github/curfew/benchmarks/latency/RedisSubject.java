package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.redis.RedisProvider;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.BackendProvider;
import java.util.Map;
import redis.clients.jedis.HostAndPort;

/**
 * A Redis that writes nothing to a disk, which would be all that is measured; Jedis's connections, without a pool. The
 * baseline is the quickest way by hand that misses nothing.
 */
final class RedisSubject implements WokenSubject {
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
        return "XADD and PUBLISH in one MULTI; SUBSCRIBE, XRANGE after a reconnect";
    }

    @Override
    public RawClient openRaw() {
        return new RedisListener(address(), "raw", true);
    }

    /** Whoever waits in a read misses nothing either; of a message that is not kept, nobody can read what was missed. */
    @Override
    public Map<String, RawClient> openOthers() {
        return Map.of(
                "as sure: XADD and PUBLISH in one MULTI; XREAD BLOCK", new RedisStreamReader(address(), "read"),
                "for less: plain PUBLISH; SUBSCRIBE", new RedisListener(address(), "plain", false));
    }

    private HostAndPort address() {
        return new HostAndPort("127.0.0.1", server.port());
    }

    @Override
    public void close() {
        server.close();
    }
}
