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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRightsTest {
    /** All that a driver needs; it cannot publish signals. */
    private static final String DRIVER = "user curfew-driver on >driver-word -@all"
            + " +multi +exec +time +client|setname"
            + " %R~curfew:default:signals &curfew:default:signals &curfew:default:fence:* +xread +xinfo|stream +subscribe"
            + " (%W~curfew:default:reports &curfew:default:reports &curfew:default:fence:* +xadd +xtrim +publish)";
    /** All that a sender needs; it cannot publish reports. */
    private static final String SENDER = "user curfew-sender on >sender-word -@all"
            + " +multi +exec +time +client|setname"
            + " %W~curfew:default:signals &curfew:default:signals +xadd +xtrim +publish"
            + " (%R~curfew:default:reports +xread +xinfo|stream)";

    @TempDir
    private Path folder;

    private RedisServer start() throws IOException {
        Path file = folder.resolve("users.acl");
        Files.write(file, List.of("user default on nopass ~* &* +@all", DRIVER, SENDER));
        return RedisServer.start("--aclfile", file.toString());
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
}
