package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.redis.Redis.Listener;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RedisOutageTest {
    private final String namespace = Redis.namespace();
    private final String name = "curfew:" + namespace + ":signals";

    @Test
    void aServerThatIsDownIsToldInOneSentenceAndUsedWhenItIsUp() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(namespace, server.url())) {
            server.process().kill();
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("reading " + name + " failed on " + server.url())
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("\n");
            server.process().start();
            Redis.signal(transport, "{}");
        }
    }

    /** Where all packets to a zone are dropped, nobody refuses there, and each host takes its time: three take it all. */
    @Test
    void hostsThatAreSilentDoNotKeepTheOthersFromBeingAsked() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 50, here);
                ServerSocket two = new ServerSocket(0, 50, here);
                ServerSocket three = new ServerSocket(0, 50, here);
                RedisServer server = RedisServer.start();
                Transport transport = Redis.open(
                        namespace,
                        Map.of(
                                "redis.url",
                                server.url()
                                        .replace(
                                                "redis://",
                                                "redis-cluster://127.0.0.1:" + one.getLocalPort() + ",127.0.0.1:"
                                                        + two.getLocalPort() + ",127.0.0.1:" + three.getLocalPort()
                                                        + ","),
                                "redis.timeout",
                                "500ms"))) {
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(TransportException.class)
                    .until(() -> transport.end(Topic.SIGNALS) != null);
        }
    }

    @Test
    void aNameThatIsTakenByAnotherTypeIsToldWithItsCure() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(namespace, server.url())) {
            server.command("SET " + name + " x");
            assertThatThrownBy(() -> Redis.signal(transport, "{}"))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("WRONGTYPE")
                    .hasMessageContaining("choose another curfew.namespace");
        }
    }

    /** As after the server's clock was set back; and anybody who may write can do it. */
    @Test
    void anIdThatIsAheadOfTheServersClockTellsNoTime() {
        try (RedisServer server = RedisServer.start();
                Transport driver = Redis.open(namespace, server.url())) {
            Reader signals = driver.read(Topic.SIGNALS, driver.end(Topic.SIGNALS));
            for (String topic : List.of("signals", "reports")) {
                server.command("XADD curfew:" + namespace + ":" + topic + " 4102444800000-0 m x");
            }
            Outgoing hello =
                    new Outgoing(Topic.REPORTS, "roster", "name", Payload.utf8("{}"), null, Duration.ofHours(1));
            for (int times = 0; times < 2; times++) {
                assertThat(driver.publish(hello, Duration.ofSeconds(5)).time())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            }
            assertThat(Redis.awaitOne(signals).time()).isNull();
            Redis.signal(driver, "ping");
            Redis.awaitOne(signals);
            assertThat(Redis.signal(driver, "stop orders").time()).isNull();
            Delivery after = Redis.awaitOne(signals);
            assertThat(after.body().text()).isEqualTo("stop orders");
            assertThat(after.time()).isNull();
        }
    }

    @Test
    void whatAServerKeepsOverItsDeathArrives() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
                Transport transport = Redis.open(namespace, server.url());
                Transport sender = Redis.open(namespace, server.url())) {
            Redis.signal(sender, "first");
            Position fence = transport.end(Topic.SIGNALS);
            Listener listener = new Listener(transport, fence);
            Redis.signal(sender, "second");
            Awaitility.await().until(() -> listener.listen().contains("second"));
            server.process().kill();
            Awaitility.await().until(() -> {
                listener.listen();
                return !listener.failures().isEmpty();
            });
            server.process().start();
            Redis.signal(sender, "third");
            Awaitility.await().until(() -> listener.listen().contains("third"));
            assertThat(listener.listen()).containsExactly("second", "third");
        }
    }

    @Test
    void aServerThatLostItsDataIsToldAndHeardAgain() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(namespace, server.url());
                Transport sender = Redis.open(namespace, server.url())) {
            Redis.signal(sender, "first");
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            listener.listen();
            server.process().kill();
            Awaitility.await().until(() -> {
                listener.listen();
                return !listener.failures().isEmpty();
            });
            server.process().start();
            // This one is published before the listener is back: the stream looks as if it had gone on.
            Redis.signal(sender, "second");
            Awaitility.await().until(() -> listener.listen().contains("second"));
            Awaitility.await().until(() -> listener.listen().size() == 2);
            assertThat(listener.listen())
                    .contains("second")
                    .anySatisfy(word -> assertThat(word).startsWith("lost: Redis has lost data"));
        }
    }

    /** Who has told it once would not tell it again: by then the stream may have come to where it was. */
    @Test
    void aLossThatIsNoticedWhereListeningFailsIsToldNevertheless() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(namespace, server.url())) {
            server.command("XADD " + name + " 1000-1 m kept");
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            server.command("XADD " + name + " 2000-1 m lost");
            assertThat(transport.end(Topic.SIGNALS)).as("it was seen here").isNotNull();
            server.command("DEL " + name);
            server.command("XADD " + name + " 1000-1 m kept");
            server.command("ACL SETUSER default resetchannels");
            Awaitility.await().until(() -> {
                listener.listen();
                return !listener.failures().isEmpty();
            });
            assertThat(listener.failures().get(0)).contains("NOPERM");
            server.command("ACL SETUSER default allchannels");
            server.command("XADD " + name + " 3000-1 m new");
            Awaitility.await().until(() -> listener.listen().contains("new"));
            assertThat(listener.listen()).anySatisfy(word -> assertThat(word).startsWith("lost: Redis has lost data"));
        }
    }

    /** As many as are asked for at first: only one more question tells that there are no more. */
    @Test
    void aSecondLossIsToldWhereAllThatTheFirstLeftWasReadInOneGo() {
        assertThat(secondLoss(4, 0, 1)).startsWith("Redis has lost data");
    }

    @Test
    void aSecondLossIsToldWhereMoreWasReadInOneGoThanTheFirstLeft() {
        assertThat(secondLoss(3, 1, 1)).startsWith("Redis has lost data");
    }

    @Test
    void aSecondLossIsToldWhereNothingCameSinceTheFirst() {
        assertThat(secondLoss(3, 0, 0)).startsWith("Redis has lost data");
    }

    /**
     * What the next reader is told behind another loss, where the ids go on.
     *
     * @param left how many entries the first loss has left
     * @param meanwhile how many came before these were read
     * @param since how many came when all that was read
     */
    private String secondLoss(int left, int meanwhile, int since) {
        RedisServer server = Redis.shared();
        try (Transport transport = Redis.open(namespace, server.url())) {
            add(server, 1000, left + 1);
            Position before = transport.end(Topic.SIGNALS);
            server.command("DEL " + name);
            add(server, 2000, left);
            Position after;
            try (Reader reader = transport.read(Topic.SIGNALS, before)) {
                assertThat(Redis.poll(reader, Duration.ofMillis(100)).lost()).startsWith("Redis has lost data");
                add(server, 2400, meanwhile);
                Redis.await(reader, all -> all.size() == left + meanwhile);
                assertThat(Redis.poll(reader, Duration.ofMillis(100)).deliveries())
                        .isEmpty();
                add(server, 2500, since);
                Redis.await(reader, all -> all.size() == since);
                after = reader.position();
            }
            server.command("DEL " + name);
            add(server, 3000, 1);
            try (Reader reader = transport.read(Topic.SIGNALS, after)) {
                return String.valueOf(Redis.poll(reader, Duration.ofMillis(100)).lost());
            }
        }
    }

    private void add(RedisServer server, int time, int entries) {
        for (int entry = 1; entry <= entries; entry++) {
            server.command("XADD " + name + " " + time + "-" + entry + " m {}");
        }
    }

    @Test
    void aLinkThatIsDeadWithoutBeingClosedIsNoticedWithinSeconds() throws Exception {
        RedisServer server = Redis.shared();
        Map<String, String> quick = Map.of("redis.keep-alive", "1s", "redis.timeout", "1s");
        try (HalfOpenProxy proxy = new HalfOpenProxy(server.port());
                Transport transport = Redis.open(namespace, with(quick, proxy.url()));
                Transport sender = Redis.open(namespace, server.url())) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            Redis.signal(sender, "first");
            Awaitility.await().until(() -> listener.listen().contains("first"));
            proxy.swallow(true);
            Redis.signal(sender, "swallowed");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                listener.listen();
                return !listener.failures().isEmpty();
            });
            assertThat(listener.failures().get(0)).contains("no sign of life");
            assertThatThrownBy(() -> Redis.signal(transport, "{}"))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("no answer came in time");
            proxy.swallow(false);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> listener.listen().contains("swallowed"));
            assertThat(listener.listen()).containsExactly("first", "swallowed");
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String url) {
        Map<String, String> all = new java.util.TreeMap<>(settings);
        all.put("redis.url", url);
        return all;
    }

    @Test
    void aServerThatIsFrozenIsNoticedToo() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(
                        namespace, with(Map.of("redis.keep-alive", "1s", "redis.timeout", "1s"), server.url()))) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            listener.listen();
            server.process().freeze();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                listener.listen();
                return !listener.failures().isEmpty();
            });
            server.process().thaw();
            Redis.signal(transport, "after");
            Awaitility.await().until(() -> listener.listen().contains("after"));
        }
    }

    @Test
    void clientsThatAreKilledComeBack() {
        try (RedisServer server = RedisServer.start();
                Transport transport = Redis.open(namespace, server.url())) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            for (int round = 0; round < 5; round++) {
                String text = "round-" + round;
                listener.listen();
                assertThat(server.command("CLIENT KILL TYPE pubsub")).isEqualTo(":1");
                server.command("CLIENT KILL TYPE normal");
                server.command("XADD " + name + " * m " + text);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> listener.listen().contains(text));
            }
            assertThat(listener.listen()).containsExactly("round-0", "round-1", "round-2", "round-3", "round-4");
            assertThat(listener.failures()).hasSize(5);
        }
    }

    @Test
    void aServerWithoutMemoryRefusesInOneSentenceAndIsStillHeard() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "noeviction");
                Transport transport = Redis.open(namespace, server.url())) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            listener.listen();
            server.command("CONFIG SET maxmemory 1");
            assertThatThrownBy(() -> Redis.signal(transport, "{}"))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isTrue())
                    .hasMessageContaining("OOM")
                    .hasMessageContaining("give the server more memory");
            server.command("PUBLISH " + name + " typed");
            Awaitility.await().until(() -> listener.listen().contains("typed"));
            server.command("CONFIG SET maxmemory 0");
            Redis.signal(transport, "after");
            Awaitility.await().until(() -> listener.listen().contains("after"));
            assertThat(listener.failures()).isEmpty();
        }
    }
}
