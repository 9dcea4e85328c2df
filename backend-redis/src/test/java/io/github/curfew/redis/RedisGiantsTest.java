package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.redis.Redis.Listener;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** Whoever may write to the stream may write anything there, up to the half gigabyte that the server takes. */
@Timeout(120)
class RedisGiantsTest {
    private static final int LARGE = 10 * 1024 * 1024;
    /** More than the server gives to a connection that has subscribed. */
    private static final int GIANT = 100 * 1024 * 1024;

    private static final String NAME = "curfew:giants:signals";

    private final RedisServer server = RedisServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDriverRefusesThemAndHearsWhatFollows() throws Exception {
        Engine engine = Engine.start(
                new EngineSettings(
                        "giants", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
                new DriverInfo("driver-1", "app-1", "shop", "here", "0", "none", Instant.now()),
                Map.of("redis", Redis.open("giants", server.url())));
        try {
            await().until(() -> engine.health().get(0).state() == BackendHealth.State.LISTENING);
            send("PUBLISH", NAME, LARGE);
            await().until(() -> refused(engine) == 1);
            send("XADD", NAME, "*", "m", LARGE);
            await().until(() -> refused(engine) == 2);
            send("XADD", NAME, "*", "m", GIANT);
            await().atMost(Duration.ofSeconds(60)).until(() -> refused(engine) == 3);
            send("XADD", NAME, "*", "m", "stop orders");
            await().until(() -> engine.counters().get("signals.received") == 4);
            assertThat(refused(engine)).isEqualTo(3);
            assertThat(engine.counters().get("signals.lost")).isZero();
        } finally {
            engine.close("the test is over");
        }
    }

    @Test
    void aReaderGetsPastThemAndSoDoesWhoBeginsAmongThem() throws Exception {
        try (Transport transport = Redis.open("giants", server.url())) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            send("XADD", NAME, "*", "m", GIANT);
            server.command("XADD " + NAME + " * m first");
            for (int i = 0; i < 5; i++) {
                send("XADD", NAME, "*", "m", LARGE);
            }
            send("XADD", NAME, "*", "ce_id", 1, "m", 1, "ce_subject", 2 * 1024 * 1024);
            server.command("XADD " + NAME + " * m second");
            send("XADD", NAME, "*", "m", GIANT);
            await().atMost(Duration.ofSeconds(60)).until(() -> listener.listen().size() == 10);
            assertThat(listener.listen())
                    .extracting(text -> text.length() > Capabilities.LARGEST_MESSAGE ? "too large" : text)
                    .containsExactly(
                            "too large",
                            "first",
                            "too large",
                            "too large",
                            "too large",
                            "too large",
                            "too large",
                            "too large",
                            "second",
                            "too large");
            // The stream begins and ends with one, and every look at it tells them.
            assertThat(transport.past(Topic.SIGNALS, Duration.ofHours(1))).isNotNull();
            Listener later = new Listener(transport, transport.end(Topic.SIGNALS));
            assertThat(later.listen()).isEmpty();
            server.command("XADD " + NAME + " * m third");
            await().until(() -> later.listen().contains("third"));
            assertThat(later.failures()).isEmpty();
        }
    }

    /** A look tells the first and the last entry too, which every driver would be sent once a minute. */
    @ParameterizedTest
    @CsvSource({"+@all, 0, 0", "-client|tracking, 2, 1000"})
    void aStreamThatHasNotChangedIsNotLookedAtAgainAndALossIsNoticedNevertheless(
            String rights, int fewestLooks, int mostLooks) throws Exception {
        server.command("ACL SETUSER default " + rights);
        BackendConfig config = Redis.config("giants", Map.of("redis.url", server.url(), "redis.keep-alive", "100ms"));
        try (Transport transport =
                        new RedisTransport(RedisSettings.of(config), RedisNames.of(config), Duration.ofMillis(1));
                Connection onlooker = new Connection(new HostAndPort("127.0.0.1", server.port()))) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            for (int giants = 1; giants <= 2; giants++) {
                send("XADD", NAME, "*", "m", LARGE);
                int expected = giants;
                await().until(() -> listener.listen().size() == expected);
                long before = looks(onlooker);
                awaitReads(listener, onlooker);
                assertThat(looks(onlooker)).as("once it has changed").isGreaterThan(before);
                long looks = looks(onlooker);
                awaitReads(listener, onlooker);
                assertThat(looks(onlooker) - looks).isBetween((long) fewestLooks, (long) mostLooks);
            }
            server.command("DEL " + NAME);
            await().until(() -> listener.listen().size() == 3);
            assertThat(listener.listen().get(2)).startsWith("lost: Redis has lost data");
            assertThat(listener.failures()).isEmpty();
        }
    }

    /** Some that come back empty, after each of which a look is due. */
    private static void awaitReads(Listener listener, Connection onlooker) {
        long reads = info(onlooker, "commandstats", "cmdstat_xread:calls=");
        await().until(() -> {
            listener.listen();
            return info(onlooker, "commandstats", "cmdstat_xread:calls=") > reads + 5;
        });
    }

    private static long looks(Connection onlooker) {
        return info(onlooker, "commandstats", "cmdstat_xinfo|stream:calls=");
    }

    private static long info(Connection onlooker, String section, String beginning) {
        onlooker.sendCommand(Command.INFO, section);
        return onlooker.getBulkReply()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToLong(line ->
                        Long.parseLong(line.substring(beginning.length()).split(",", -1)[0]))
                .sum();
    }

    private static long refused(Engine engine) {
        return engine.counters().get("signals.rejected.malformed");
    }

    /** Sends a command; a number stands for an argument of so many bytes, which take no memory here. */
    private void send(Object... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            for (Object word : words) {
                byte[] piece = word instanceof Integer
                        ? "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8)
                        : word.toString().getBytes(StandardCharsets.UTF_8);
                int size = word instanceof Integer length ? length : piece.length;
                out.write(("$" + size + "\r\n").getBytes(StandardCharsets.UTF_8));
                for (int left = size; left > 0; left -= piece.length) {
                    out.write(piece, 0, Math.min(left, piece.length));
                }
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isNotEqualTo((int) '-');
        }
    }
}
