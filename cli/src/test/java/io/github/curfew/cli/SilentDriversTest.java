package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in processes of their own, of which one is killed and one is frozen. */
@Tag("full")
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
final class SilentDriversTest {
    @TempDir
    Path dir;

    private final Map<String, Process> drivers = new HashMap<>();

    @AfterEach
    void killAll() {
        drivers.values().forEach(Process::destroyForcibly);
    }

    @Test
    void areListedAndTheOthersStopOnRedis() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            areListedAndTheOthersStop(Map.of("redis.url", server.url()));
        }
    }

    @Test
    void areListedAndTheOthersStopOnKafka() throws Exception {
        try (KafkaServer server = KafkaServer.start()) {
            areListedAndTheOthersStop(
                    Map.of("kafka.bootstrap.servers", server.bootstrapServers(), "kafka.create-topics", "true"));
        }
    }

    private void areListedAndTheOthersStop(Map<String, String> settings) throws Exception {
        begin("killed", settings);
        begin("frozen", settings);
        begin("orders", settings);
        String[] where = settings.entrySet().stream()
                .flatMap(one -> List.of("-D", one.getKey() + "=" + one.getValue()).stream())
                .toArray(String[]::new);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> typed(where, "list", "-o", "name").out().lines().count() == 3);
        send("KILL", "killed");
        send("STOP", "frozen");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                typed(where, "list", "-L", "tier").out().lines().skip(1))
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .matches("frozen +lost +\\S+ ago +41 +shop .* of-frozen +\\w+.*"),
                                line -> assertThat(line)
                                        .matches("killed +lost +\\S+ ago +41 +shop .* of-killed +\\w+.*"),
                                line -> assertThat(line).matches("orders +running .* of-orders +\\w+.*")));
        Typed stop = typed(where, "stop", "team=payments", "--wait");
        assertThat(stop.code()).as(stop.toString()).isZero();
        assertThat(stop.out())
                .startsWith("stop team=payments means 3 runs: frozen (lost), killed (lost), orders")
                .containsPattern("orders +stopped +last batch 42")
                .containsPattern("2 lost, 1 stopped in ");

        assertThat(stop.err())
                .isEqualTo(
                        "curfew: lost, and not waited for: frozen, killed; what has not crashed runs on until it hears"
                                + " the signal; --expect makes that a failure" + System.lineSeparator());

        // What was sent meanwhile arrives when it goes on.
        send("CONT", "frozen");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> typed(where, "list", "-o", "name").out().strip().equals("killed"));
    }

    private static Typed typed(String[] where, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(where));
        return Typed.in(Map.of(), all.toArray(String[]::new));
    }

    private void begin(String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("roster.beat", "1s");
        drivers.put(name, LoneDriver.start(dir.resolve(name + ".log"), name, all, Map.of("tier", "of-" + name)));
    }

    private void send(String signal, String name) throws Exception {
        Process driver = Objects.requireNonNull(drivers.get(name));
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(driver.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
