package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.redis.RedisUrl.Kind;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://host|redis://host:6379",
                "redis://host:7000|redis://host:7000",
                "rediss://host/3|rediss://host:6379/3",
                "redis://[::1]|redis://[::1]:6379",
                "redis://user:pass@host|redis://host:6379",
                "redis://:p@ss@host|redis://host:6379",
                "redis-sentinel://a,b:1/main|redis-sentinel://a:26379,b:1/main",
                "rediss-sentinel://a/main/2|rediss-sentinel://a:26379/main/2",
                "redis-cluster://a:1,b:2|redis-cluster://a:1,b:2",
            })
    void anAddressIsPrintedWithoutCredentials(String text, String shown) {
        assertThat(RedisUrl.parse(text)).hasToString(shown);
    }

    @Test
    void anAddressIsTakenApart() {
        RedisUrl url = RedisUrl.parse("rediss-sentinel://me:p%40ss+@one,two:7/main/4");
        assertThat(url.kind()).isEqualTo(Kind.SENTINEL);
        assertThat(url.tls()).isTrue();
        assertThat(url.hosts()).containsExactly(new HostAndPort("one", 26379), new HostAndPort("two", 7));
        assertThat(url.master()).isEqualTo("main");
        assertThat(url.database()).isEqualTo(4);
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo("p@ss+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:6379",
                "http://secret@host",
                "redis://",
                "redis://secret:secret@",
                "redis://a,b",
                "redis://secret@host:port",
                "redis://host:99999",
                "redis://host/x",
                "redis://host/1/2",
                "redis-sentinel://host",
                "redis-cluster://host/1",
                "redis://se%cret:x@host",
                "redis://host?x=secret",
            })
    void whatIsNoAddressIsRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> RedisUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("curfew.redis.url")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> Redis.open(
                        "default",
                        Map.of(
                                "redis.url",
                                "nowhere",
                                "redis.timeout",
                                "0s",
                                "redis.keep",
                                "0s",
                                "redis.max-length",
                                "0")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems()).hasSize(4));
        assertThatThrownBy(() -> Redis.open("default", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("curfew.redis.url is not set");
    }

    @Test
    void nothingShowsAPassword() {
        BackendConfig config = Redis.config(
                "default",
                Map.of(
                        "redis.url",
                        "redis://me:hidden@host",
                        "redis.sentinel.password",
                        "hidden",
                        "redis.user",
                        "you"));
        assertThat(config.toString()).doesNotContain("hidden");
        RedisSettings settings = RedisSettings.of(config);
        assertThat(settings.toString()).doesNotContain("hidden").contains("redis://host:6379");
        assertThat(settings.login().user()).isEqualTo("you");
        assertThat(settings.login().password()).isEqualTo("hidden");
    }

    @Test
    void aClusterHasAllOfANamespaceOnOneNode() {
        assertThat(RedisNames.of(Redis.config("ns", Map.of("redis.url", "redis-cluster://a")))
                        .of(Topic.SIGNALS))
                .isEqualTo("curfew:{ns}:signals");
        assertThat(RedisNames.of(Redis.config("ns", Map.of("redis.url", "redis://a")))
                        .of(Topic.REPORTS))
                .isEqualTo("curfew:ns:reports");
    }
}
