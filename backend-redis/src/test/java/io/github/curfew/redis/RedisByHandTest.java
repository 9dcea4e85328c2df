package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With the real redis-cli, where there is one. */
class RedisByHandTest {
    private final RedisServer server = Redis.shared();

    @Test
    void aPublishIsHeardByThoseConnected() throws Exception {
        String namespace = Redis.namespace();
        try (Transport transport = Redis.open(namespace, server.url())) {
            Reader reader = Redis.fromNow(transport);
            assertThat(shell("redis-cli -p " + server.port() + " PUBLISH curfew:" + namespace
                            + ":signals 'stop orders'"))
                    .isEqualTo("1");
            assertThat(Redis.awaitOne(reader).body().text()).isEqualTo("stop orders");
        }
    }

    @Test
    void anEntryIsMissedByNobody() throws Exception {
        String namespace = Redis.namespace();
        try (Transport transport = Redis.open(namespace, server.url())) {
            Position earlier = transport.end(Topic.SIGNALS);
            Reader connected = transport.read(Topic.SIGNALS, earlier);
            shell("redis-cli -p " + server.port() + " XADD curfew:" + namespace + ":signals '*' m 'stop orders'");
            assertThat(Redis.awaitOne(connected).body().text()).isEqualTo("stop orders");
            Reader late = transport.read(Topic.SIGNALS, earlier);
            assertThat(Redis.awaitOne(late).body().text()).isEqualTo("stop orders");
        }
    }

    private static String shell(String line) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> new File(folder, "redis-cli").canExecute()),
                "redis-cli is not on the PATH");
        Process process =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
