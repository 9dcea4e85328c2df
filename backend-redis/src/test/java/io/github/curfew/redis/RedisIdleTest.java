package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** What a driver costs to which nobody says anything. */
class RedisIdleTest {
    private static final Duration WATCHED = Duration.ofSeconds(4);
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),.*");
    private static final Set<String> THE_TESTS_OWN = Set.of("hello", "info", "client|list", "client|setinfo");

    @Test
    void hasOneThreadAndOneConnectionAndAsksButForSignsOfLife() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (RedisServer server = RedisServer.start();
                Connection onlooker = new Connection(new HostAndPort("127.0.0.1", server.port()))) {
            RedisTransport transport =
                    (RedisTransport) Redis.open("idle", Map.of("redis.url", server.url(), "redis.keep-alive", "1s"));
            Engine engine = Engine.start(
                    new EngineSettings(
                            "idle", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
                    new DriverInfo("driver-1", "app-1", "shop", "here", "0", "none", Instant.now()),
                    Map.of("redis", transport));
            try {
                await().until(() -> engine.health().get(0).state() == BackendHealth.State.LISTENING);
                assertThat(transport.end(Topic.SIGNALS))
                        .as("needs another connection")
                        .isNotNull();
                await().atMost(Duration.ofSeconds(20)).until(() -> connections(onlooker) == 1);
                Map<String, Long> then = calls(onlooker);
                long since = System.nanoTime();
                await().pollDelay(WATCHED).atMost(WATCHED.multipliedBy(2)).until(() -> true);
                double seconds = (System.nanoTime() - since) / 1e9;
                Map<String, Long> asked = calls(onlooker);
                asked.replaceAll((command, count) -> count - then.getOrDefault(command, 0L));
                asked.values().removeIf(count -> count == 0);

                assertThat(asked.keySet()).as("nothing but this").isSubsetOf("xread", "time", "xinfo|stream");
                assertThat(asked.get("xread")).as("one in a keep-alive").isBetween(2L, (long) seconds + 2);
                assertThat(asked.getOrDefault("time", 0L)).isLessThanOrEqualTo((long) seconds + 2);
                assertThat(asked.getOrDefault("xinfo|stream", 0L))
                        .as("one in a minute")
                        .isLessThanOrEqualTo(2);
                assertThat(connections(onlooker)).isOne();
                assertThat(newThreads(before)).containsExactly("curfew-redis");
            } finally {
                engine.close("the test is over");
            }
            await().untilAsserted(() -> assertThat(newThreads(before)).isEmpty());
            await().until(() -> connections(onlooker) == 0);
        }
    }

    private static long connections(Connection onlooker) {
        onlooker.sendCommand(Command.CLIENT, "LIST");
        return onlooker.getBulkReply()
                .lines()
                .filter(client -> client.contains("name=curfew-idle-"))
                .count();
    }

    private static Map<String, Long> calls(Connection onlooker) {
        onlooker.sendCommand(Command.INFO, "commandstats");
        Map<String, Long> calls = new TreeMap<>();
        onlooker.getBulkReply()
                .lines()
                .map(CALLS::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    if (!THE_TESTS_OWN.contains(line.group(1))) {
                        calls.put(line.group(1), Long.parseLong(line.group(2)));
                    }
                });
        return calls;
    }

    /** Whatever their names: neither we nor the client may have another. */
    private static List<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper") && !name.startsWith("awaitility"))
                .sorted()
                .toList();
    }
}
