package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.redis.Redis.Listener;
import io.github.curfew.servers.RedisSentinel;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class RedisSentinelTest {
    private static final String NAME = "curfew:default:signals";

    private static Transport open(RedisSentinel all) {
        return Redis.open("default", Map.of("redis.url", all.url(), "redis.keep-alive", "1s", "redis.timeout", "1s"));
    }

    @Test
    void aFailoverIsFollowedAndNothingThatWasKeptIsMissed() {
        try (RedisSentinel all = RedisSentinel.start();
                Transport transport = open(all)) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            Redis.signal(transport, "before");
            Awaitility.await().until(() -> listener.listen().contains("before"));
            all.master().command("XADD " + NAME + " * m last-words");
            Awaitility.await().until(() -> all.replica().command("XLEN " + NAME).equals(":2"));
            all.master().process().kill();
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                listener.listen();
                Redis.signal(transport, "after");
                return true;
            });
            Awaitility.await().until(() -> listener.listen().contains("after"));
            assertThat(listener.listen()).containsSubsequence("before", "last-words", "after");
            assertThat(listener.listen()).as("nothing was lost").noneMatch(word -> word.startsWith("lost"));
        }
    }

    @Test
    void whatOnlyTheLostMasterHadIsReported() {
        try (RedisSentinel all = RedisSentinel.start();
                Transport transport = open(all)) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            Redis.signal(transport, "before");
            Awaitility.await().until(() -> listener.listen().contains("before"));
            Awaitility.await().until(() -> all.replica().command("XLEN " + NAME).equals(":1"));
            // The replica is cut off, not even bytes on their way reach it, and it is promoted without the last
            // entries.
            all.replica().process().freeze();
            assertThat(all.master().command("CLIENT KILL TYPE replica")).isEqualTo(":1");
            for (int i = 0; i < 3; i++) {
                all.master().command("XADD " + NAME + " * m unreplicated-" + i);
            }
            Awaitility.await().until(() -> listener.listen().contains("unreplicated-2"));
            all.master().process().kill();
            all.replica().process().thaw();
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                listener.listen();
                Redis.signal(transport, "after");
                return true;
            });
            Awaitility.await().until(() -> listener.listen().contains("after"));
            Awaitility.await()
                    .until(() ->
                            listener.listen().stream().anyMatch(word -> word.startsWith("lost: Redis has lost data")));
        }
    }

    @Test
    void aReplicaIsNotTakenForTheMaster() {
        try (RedisSentinel all = RedisSentinel.start();
                Transport transport = Redis.open("default", all.replica().url())) {
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS)).hasMessageContaining("is a replica");
        }
    }

    @Test
    void aMasterThatNoSentinelKnowsIsToldOf() {
        try (RedisSentinel all = RedisSentinel.start();
                Transport transport = Redis.open("default", all.url() + "x")) {
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS)).hasMessageContaining("knows no master of that name");
        }
    }
}
