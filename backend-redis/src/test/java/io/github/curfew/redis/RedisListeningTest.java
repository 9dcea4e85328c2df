package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

class RedisListeningTest {
    private final RedisServer server = Redis.shared();
    private final String namespace = Redis.namespace();
    private final String name = "curfew:" + namespace + ":signals";
    private final Transport transport = Redis.open(namespace, server.url());

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void whatIsTypedOnTheChannelIsHeardAtOnceAndIsAlwaysNew() {
        Position before = transport.end(Topic.SIGNALS);
        Reader reader = transport.read(Topic.SIGNALS, before);
        Position between = transport.end(Topic.SIGNALS);
        Instant asked = Instant.now();
        assertThat(server.command("PUBLISH " + name + " stop-orders")).isEqualTo(":1");
        Delivery first = Redis.awaitOne(reader);
        assertThat(first.body().text()).isEqualTo("stop-orders");
        assertThat(first.time()).isBetween(asked.minusSeconds(10), asked.plusSeconds(1));
        Position after = transport.end(Topic.SIGNALS);
        server.command("PUBLISH " + name + " stop-orders");
        Delivery second = Redis.awaitOne(reader);
        assertThat(second.id()).isNotEqualTo(first.id());

        assertThat(List.of(before.order(first), between.order(first), between.order(second)))
                .containsOnly(Order.AFTER);
        assertThat(after.order(second)).isEqualTo(Order.AFTER);
        assertThat(after.order(first)).isEqualTo(Order.BEFORE);
    }

    @Test
    void aFenceHoldsBackWhatLayInTheLinkWhenItWasSet() {
        Reader reader = Redis.fromNow(transport);
        server.command("PUBLISH " + name + " stop-orders");
        // Nobody has polled yet: the message is still under way, and a run starts now.
        Position fence = transport.end(Topic.SIGNALS);
        Delivery stale = Redis.awaitOne(reader);
        assertThat(fence.order(stale)).isEqualTo(Order.BEFORE);
        assertThat(Redis.poll(reader, Duration.ofMillis(100)).deliveries()).isEmpty();
        assertThat(fence.order(stale))
                .as("when the fence has been heard of too")
                .isEqualTo(Order.BEFORE);
    }

    @Test
    void ourOwnMessageIsOnTheChannelTooAndArrivesOnce() {
        Reader reader = Redis.fromNow(transport);
        try (Connection onlooker = new Connection(new HostAndPort("127.0.0.1", server.port()))) {
            onlooker.sendCommand(Command.SUBSCRIBE, name);
            assertThat(onlooker.getOne()).isNotNull();
            Receipt receipt = Redis.signal(transport, "{\"n\":1}");
            Delivery delivery = Redis.awaitOne(reader);
            assertThat(delivery.id()).isEqualTo(receipt.id());
            assertThat(delivery.time()).isEqualTo(receipt.time());
            assertThat(Redis.poll(reader, Duration.ofMillis(300)).deliveries()).isEmpty();
            List<?> message = (List<?>) onlooker.getUnflushedObject();
            assertThat(RedisReplies.text(message.get(2))).endsWith("\n{\"n\":1}");
        }
    }

    @Test
    void whatIsAddedByHandIsHeardAtOnceWithItsOtherFields() {
        Reader reader = Redis.fromNow(transport);
        assertThat(Redis.poll(reader, Duration.ofMillis(100)).deliveries()).isEmpty();
        server.command("XADD " + name + " * who me m stop-orders");
        long added = System.nanoTime();
        Delivery delivery = Redis.awaitOne(reader);
        assertThat(Duration.ofNanos(System.nanoTime() - added)).isLessThan(Duration.ofMillis(500));
        assertThat(delivery.body().text()).isEqualTo("stop-orders");
        assertThat(delivery.attributes()).isEqualTo(Map.of("who", "me"));
    }

    @Test
    void anEntryWithoutAMessageAndOneWithAnImpossibleIdHarmNothing() {
        Reader reader = Redis.fromNow(transport);
        server.command("XADD " + name + " * other field");
        server.command("XADD " + name + " 18446744073709551615-1 m late");
        List<String> found = Redis.await(reader, all -> all.size() >= 2);
        assertThat(found).containsExactly("", "late");
    }

    @Test
    void aStreamTrimmedPastTheReaderIsReported() {
        Position position = transport.end(Topic.SIGNALS);
        for (int i = 0; i < 10; i++) {
            server.command("XADD " + name + " * m message-" + i);
        }
        server.command("XTRIM " + name + " MAXLEN 3");
        List<String> found = Redis.await(
                transport.read(Topic.SIGNALS, position), all -> all.stream().anyMatch(RedisListeningTest::isLost));
        assertThat(found).startsWith("message-7", "message-8", "message-9");
        assertThat(found.get(3)).contains("7 messages were trimmed or deleted").contains(name);
    }

    @Test
    void aStreamTrimmedToNothingIsReportedAndGoesOn() {
        Position position = transport.end(Topic.SIGNALS);
        server.command("XADD " + name + " * m gone");
        server.command("XTRIM " + name + " MAXLEN 0");
        Reader reader = transport.read(Topic.SIGNALS, position);
        assertThat(Redis.await(reader, all -> !all.isEmpty()))
                .singleElement()
                .satisfies(word -> assertThat(word).contains("1 message was trimmed"));
        server.command("XADD " + name + " * m next");
        assertThat(Redis.await(reader, all -> !all.isEmpty())).containsExactly("next");
    }

    @Test
    void trimmingBehindTheReaderIsNoLoss() {
        Reader reader = Redis.fromNow(transport);
        for (int i = 0; i < 10; i++) {
            server.command("XADD " + name + " * m message-" + i);
        }
        Redis.await(reader, all -> all.size() == 10);
        Position position = reader.position();
        server.command("XTRIM " + name + " MAXLEN 0");
        server.command("XADD " + name + " * m next");
        assertThat(Redis.await(transport.read(Topic.SIGNALS, position), all -> !all.isEmpty()))
                .containsExactly("next");
        assertThat(Redis.await(reader, all -> !all.isEmpty())).containsExactly("next");
        assertThat(Redis.words(Redis.poll(reader, Duration.ofMillis(200)))).isEmpty();
    }

    @Test
    void aServerThatLostItsNewestEntriesIsReadAgainAndItsReusedIdsAreNotTakenForOld() {
        server.command("XADD " + name + " 1000-1 m kept");
        server.command("XADD " + name + " 2000-1 m lost");
        Position fence = transport.end(Topic.SIGNALS);
        Reader reader = transport.read(Topic.SIGNALS, fence);
        assertThat(Redis.words(Redis.poll(reader, Duration.ofMillis(200)))).isEmpty();
        Position position = reader.position();
        reader.close();
        // As a replica that became master, with a clock that is behind the lost one's.
        server.command("DEL " + name);
        server.command("XADD " + name + " 1000-1 m kept");
        server.command("XADD " + name + " 1500-1 m new");

        Reader again = transport.read(Topic.SIGNALS, position);
        List<Delivery> found = new ArrayList<>();
        String[] lost = new String[1];
        Assertions.assertThatNoException().isThrownBy(() -> {
            while (found.size() < 2) {
                var batch = again.poll(Duration.ofSeconds(5));
                found.addAll(batch.deliveries());
                lost[0] = batch.lost() == null ? lost[0] : batch.lost();
            }
        });
        assertThat(lost[0]).contains("has lost data").contains("2000-1").contains("1500-1");
        assertThat(Redis.texts(found)).containsExactly("kept", "new");
        assertThat(found)
                .allSatisfy(delivery -> assertThat(fence.order(delivery)).isEqualTo(Order.UNKNOWN));
        Redis.signal(transport, "later");
        Delivery later = Redis.awaitOne(again);
        assertThat(fence.order(later)).isEqualTo(Order.AFTER);
    }

    @Test
    void lostDataThatComesBackIsNotTakenForNew() {
        Position fence = transport.end(Topic.SIGNALS);
        Reader reader = transport.read(Topic.SIGNALS, fence);
        // A day old by its id, and not there when the fence was set.
        server.command("XADD " + name + " " + Instant.now().minusSeconds(86_400).toEpochMilli() + "-0 m old");
        assertThat(fence.order(Redis.awaitOne(reader))).isEqualTo(Order.UNKNOWN);
    }

    @Test
    void publishingTrimsByAgeAndSize() {
        try (Transport short_ = Redis.open(
                namespace, Map.of("redis.url", server.url(), "redis.max-length", "100", "redis.keep", "1h"))) {
            for (int i = 0; i < 200; i++) {
                server.command("XADD " + name + " " + (1_000 + i) + "-0 m old");
            }
            Redis.signal(short_, "{}");
            // The server trims whole nodes, of 100 entries each.
            assertThat(Integer.parseInt(server.command("XLEN " + name).substring(1)))
                    .isLessThanOrEqualTo(101);
            for (int i = 0; i < 500; i++) {
                Redis.signal(short_, "{}");
            }
            assertThat(Integer.parseInt(server.command("XLEN " + name).substring(1)))
                    .isBetween(100, 200);
        }
    }

    @Test
    void aReaderHasNoThread() {
        Reader reader = Redis.fromNow(transport);
        assertThat(Redis.poll(reader, Duration.ofMillis(100)).deliveries()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(thread -> thread.getName().toLowerCase(Locale.ROOT))
                .noneMatch(thread -> thread.contains("redis") || thread.contains("pool"));
    }

    private static boolean isLost(String word) {
        return word.startsWith("lost: ");
    }
}
