package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRightsTest {
    @TempDir
    private Path folder;

    private RedisServer start() throws IOException {
        Path file = folder.resolve("users.acl");
        List<String> users = new ArrayList<>(List.of("user default on nopass ~* &* +@all"));
        users.addAll(documented());
        Files.write(file, users);
        return RedisServer.start("--aclfile", file.toString());
    }

    /** The very lines that users copy from the documentation. */
    private static List<String> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("user curfew-"))
                .map(line -> line.replace(">secret", line.contains("-driver ") ? ">driver-word" : ">sender-word"))
                .toList();
        assertThat(lines).hasSize(2);
        return lines;
    }

    private static Transport open(RedisServer server, String user, String password) {
        return Redis.open("default", Map.of("redis.url", server.url(), "redis.user", user, "redis.password", password));
    }

    private static Outgoing message(Topic topic) {
        return new Outgoing(topic, "group", "name", Payload.utf8("{}"), null, Duration.ofHours(1));
    }

    @Test
    void theRightsOfADriverAndOfASenderAreEnough() throws Exception {
        try (RedisServer server = start();
                Transport driver = open(server, "curfew-driver", "driver-word");
                Transport sender = open(server, "curfew-sender", "sender-word")) {
            Reader signals = Redis.fromNow(driver);
            Reader reports = sender.read(Topic.REPORTS, sender.end(Topic.REPORTS));
            assertThat(sender.past(Topic.REPORTS, Duration.ofMinutes(1))).isNotNull();
            assertThat(driver.past(Topic.SIGNALS, Duration.ofMinutes(1))).isNotNull();
            sender.publish(message(Topic.SIGNALS), Duration.ofSeconds(5));
            driver.publish(message(Topic.REPORTS), Duration.ofSeconds(5));
            assertThat(Redis.awaitOne(signals).body().text()).isEqualTo("{}");
            assertThat(Redis.awaitOne(reports).body().text()).isEqualTo("{}");
            assertThat(server.command("ACL LOG")).as("nothing was refused").isEqualTo("*0");

            assertThatThrownBy(() -> driver.publish(message(Topic.SIGNALS), Duration.ofSeconds(5)))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("NOPERM")
                    .hasMessageContaining("the ACL user needs the rights");
            assertThatThrownBy(() -> sender.publish(message(Topic.REPORTS), Duration.ofSeconds(5)))
                    .hasMessageContaining("NOPERM");
        }
    }

    @Test
    void aWrongPasswordIsToldWithoutIt() throws Exception {
        try (RedisServer server = start();
                Transport driver = open(server, "curfew-driver", "wrong-word")) {
            assertThatThrownBy(() -> driver.end(Topic.SIGNALS))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageContaining("curfew.redis.password")
                    .hasMessageNotContaining("wrong-word");
        }
    }

    @Test
    void aPasswordInTheUrlWorks() throws Exception {
        try (RedisServer server = start();
                Transport driver = Redis.open(
                        "default", "redis://curfew-driver:driver%2Dword@127.0.0.1:" + server.port() + "/0")) {
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
    }

    @Test
    void rightsThatAreTakenAndGivenBackMakeNoDifferenceInTheEnd() throws Exception {
        try (RedisServer server = start();
                Transport driver = open(server, "curfew-driver", "driver-word")) {
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
            server.command("ACL SETUSER curfew-driver off");
            server.command("CLIENT KILL USER curfew-driver");
            assertThatThrownBy(() -> driver.end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
            server.command("ACL SETUSER curfew-driver on");
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
    }

    @Test
    void anotherDatabaseNeedsOneMoreRight() throws Exception {
        try (RedisServer server = start();
                Transport driver = Redis.open(
                        "default",
                        Map.of(
                                "redis.url",
                                server.url() + "/1",
                                "redis.user",
                                "curfew-driver",
                                "redis.password",
                                "driver-word"))) {
            assertThatThrownBy(() -> driver.end(Topic.SIGNALS)).hasMessageContaining("NOPERM");
            assertThat(server.command("ACL SETUSER curfew-driver +select")).isEqualTo("+OK");
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
    }
}
