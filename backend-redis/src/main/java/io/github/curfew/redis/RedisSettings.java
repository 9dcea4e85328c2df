package io.github.curfew.redis;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;

/**
 * What was set for this backend. Printing it shows no credentials.
 *
 * @param url where Redis is
 * @param login who we are there
 * @param sentinelLogin who we are at the sentinels
 * @param encryption how the server is verified; null where nothing is encrypted
 * @param name of our connections, for whoever lists the server's clients
 * @param timeout how long a connection and an answer may take
 * @param keepAlive how often the server must give a sign of life
 * @param keep how long entries stay in a stream
 * @param maxLength how many entries stay in a stream
 */
record RedisSettings(
        RedisUrl url,
        Login login,
        Login sentinelLogin,
        @Nullable SslOptions encryption,
        String name,
        Duration timeout,
        Duration keepAlive,
        Duration keep,
        long maxLength) {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSettings.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * A user and a password, each where it is needed.
     *
     * @param user or null for the default user
     * @param password or null for none
     */
    record Login(@Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return "***";
        }
    }

    static RedisSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        RedisUrl url = null;
        try {
            url = RedisUrl.parse(config.required(RedisProvider.URL));
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        String file = config.text(RedisProvider.CA_FILE);
        SslOptions.Builder encryption = SslOptions.builder();
        try {
            if (file != null) {
                Authorities.trust(encryption, Path.of(file));
            }
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        if (file != null && url != null && !url.tls()) {
            problems.add("curfew.redis.tls.ca.file is set, but curfew.redis.url asks for no TLS: write rediss");
        }
        for (String key : List.of(RedisProvider.TIMEOUT, RedisProvider.KEEP_ALIVE)) {
            if (config.duration(key).toMillis() < 1 || config.duration(key).compareTo(LONGEST) > 0) {
                problems.add("curfew." + key + " is out of range: write a length such as 5s, from 1ms to 1h");
            }
        }
        if (config.duration(RedisProvider.KEEP).isZero()) {
            problems.add("curfew.redis.keep is 0, with which nothing would be kept: write a length such as 2d");
        }
        long maxLength =
                Long.parseLong(config.required(RedisProvider.MAX_LENGTH).strip());
        if (maxLength < 1) {
            problems.add("curfew.redis.max-length is 0, with which nothing would be kept: write 1 or more");
        }
        if (url == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        if (url.password() != null) {
            LOG.warn("curfew.redis.url holds a password, which others may log: better set curfew.redis.password.file");
        }
        return new RedisSettings(
                url,
                new Login(
                        first(config.text(RedisProvider.USER), url.user()),
                        first(config.text(RedisProvider.PASSWORD), url.password())),
                new Login(config.text(RedisProvider.SENTINEL_USER), config.text(RedisProvider.SENTINEL_PASSWORD)),
                url.tls() ? encryption.build() : null,
                ("curfew-" + config.namespace() + "-" + config.driverId()).replaceAll("[^!-~]", "_"),
                config.duration(RedisProvider.TIMEOUT),
                config.duration(RedisProvider.KEEP_ALIVE),
                config.duration(RedisProvider.KEEP),
                maxLength);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    /** For a connection to a server that holds data. */
    JedisClientConfig client(Duration within) {
        return client(login, within).database(url.database()).clientName(name).build();
    }

    /** For a connection to a sentinel. */
    JedisClientConfig sentinel(Duration within) {
        return client(sentinelLogin, within).build();
    }

    private DefaultJedisClientConfig.Builder client(Login who, Duration within) {
        int millis = (int) Math.max(1, Math.min(timeout.toMillis(), within.toMillis()));
        // In RESP 3 one connection can hear a channel and a stream at once. Nobody needs to learn of our library's
        // version.
        return DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP3)
                .user(who.user())
                .password(who.password())
                .timeoutMillis(millis)
                .sslOptions(encryption)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    }
}
