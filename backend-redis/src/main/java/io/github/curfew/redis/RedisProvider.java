package io.github.curfew.redis;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/** The backend {@code redis}: Redis 7 or Valkey; alone, behind Sentinel, or as a cluster. */
public final class RedisProvider implements BackendProvider {
    static final String URL = "redis.url";
    static final String USER = "redis.user";
    static final String PASSWORD = "redis.password";
    static final String SENTINEL_USER = "redis.sentinel.user";
    static final String SENTINEL_PASSWORD = "redis.sentinel.password";
    static final String CA_FILE = "redis.tls.ca.file";
    static final String TIMEOUT = "redis.timeout";
    static final String KEEP_ALIVE = "redis.keep-alive";
    static final String KEEP = "redis.keep";
    static final String MAX_LENGTH = "redis.max-length";

    /** For {@link java.util.ServiceLoader}. */
    public RedisProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        URL,
                        Setting.Type.TEXT,
                        null,
                        "Where Redis is: redis://host:6379, redis-sentinel://host1,host2/mastername or "
                                + "redis-cluster://host1,host2; rediss:// and so on for TLS; a database follows as /1."),
                Setting.of(USER, Setting.Type.TEXT, null, "The ACL user; without it, the default user."),
                Setting.of(PASSWORD, Setting.Type.TEXT, null, "The user's password."),
                Setting.of(
                        SENTINEL_USER, Setting.Type.TEXT, null, "The ACL user of the sentinels, if they ask for one."),
                Setting.of(
                        SENTINEL_PASSWORD,
                        Setting.Type.TEXT,
                        null,
                        "The password of the sentinels, if they ask for one."),
                Setting.of(
                        CA_FILE,
                        Setting.Type.TEXT,
                        null,
                        "A PEM file of the authorities that are trusted for TLS; without it, the JVM's."),
                Setting.of(TIMEOUT, Setting.Type.DURATION, "2s", "How long a connection and an answer may take."),
                Setting.of(
                        KEEP_ALIVE,
                        Setting.Type.DURATION,
                        "5s",
                        "How often the server must give a sign of life while nothing is published."),
                Setting.of(KEEP, Setting.Type.DURATION, "2d", "How long signals and reports stay in their streams."),
                Setting.of(
                        MAX_LENGTH,
                        Setting.Type.NUMBER,
                        "100000",
                        "About how many signals, or reports, stay at the most."));
    }

    @Override
    public Transport open(BackendConfig config) {
        return new RedisTransport(RedisSettings.of(config), RedisNames.of(config));
    }
}
