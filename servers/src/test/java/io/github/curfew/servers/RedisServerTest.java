package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedisServerTest {
    @Test
    void startsAgainOnTheSamePortWithWhatItKept() {
        try (RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always")) {
            assertThat(redis.command("SET key value")).isEqualTo("+OK");
            redis.process().kill();
            redis.process().start();
            assertThat(redis.command("STRLEN key")).isEqualTo(":5");
        }
    }

    @Test
    void keepsNothingUnlessItIsTold() {
        try (RedisServer redis = RedisServer.start()) {
            assertThat(redis.command("SET key value")).isEqualTo("+OK");
            redis.process().restart();
            assertThat(redis.command("STRLEN key")).isEqualTo(":0");
        }
    }

    @Test
    @Tag("full")
    void startsAClusterAndASentinel() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisSentinel sentinel = RedisSentinel.start()) {
            assertThat(cluster.nodes()).hasSize(3);
            assertThat(sentinel.replica().command("SET key value")).startsWith("-READONLY");
        }
    }
}
