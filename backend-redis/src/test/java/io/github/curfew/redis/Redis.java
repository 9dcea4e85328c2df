package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the tests share: a server that keeps its data, and a transport with the few words in which they speak of it. */
final class Redis {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable RedisServer shared;

    private Redis() {}

    /** The server of all tests that leave it as they find it. It ends with this JVM. */
    static synchronized RedisServer shared() {
        RedisServer server = shared;
        if (server == null) {
            server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
            shared = server;
        }
        return server;
    }

    static String namespace() {
        return "test-" + UUID.randomUUID();
    }

    static BackendConfig config(String namespace, Map<String, String> settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : new RedisProvider().settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.putAll(settings);
        return new BackendConfig(namespace, Role.DRIVER, "driver-1", values);
    }

    static Transport open(String namespace, Map<String, String> settings) {
        return new RedisProvider().open(config(namespace, settings));
    }

    static Transport open(String namespace, String url) {
        return open(namespace, Map.of("redis.url", url));
    }

    static Receipt signal(Transport transport, String text) {
        return transport.publish(
                new Outgoing(Topic.SIGNALS, "", "signal", Payload.utf8(text), null, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    static Reader fromNow(Transport transport) {
        return transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
    }

    static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.body().text()).toList();
    }

    /** Polls until enough has come; what was lost stands among the messages. */
    static List<String> await(Reader reader, Predicate<List<String>> enough) {
        List<String> found = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(found)) {
            assertThat(System.nanoTime()).as("only %s came", found).isLessThan(end);
            found.addAll(words(poll(reader, Duration.ofMillis(500))));
        }
        return found;
    }

    static List<String> words(Batch batch) {
        List<String> words = new ArrayList<>(texts(batch.deliveries()));
        if (batch.lost() != null) {
            words.add("lost: " + batch.lost());
        }
        return words;
    }

    static Delivery awaitOne(Reader reader) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<Delivery> found = poll(reader, Duration.ofMillis(500)).deliveries();
            if (!found.isEmpty()) {
                assertThat(found).hasSize(1);
                return found.get(0);
            }
        }
        return fail("nothing came");
    }

    static Batch poll(Reader reader, Duration wait) {
        try {
            return reader.poll(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("nobody interrupted this", e);
        }
    }

    /** Listens as core does: over any number of lost links. */
    static final class Listener {
        private final Transport transport;
        private final List<String> found = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private Position position;
        private @Nullable Reader reader;

        Listener(Transport transport, Position position) {
            this.transport = transport;
            this.position = position;
        }

        /** One round, which may fail. */
        List<String> listen() {
            try {
                Reader open = reader == null ? transport.read(Topic.SIGNALS, position) : reader;
                reader = open;
                found.addAll(words(poll(open, Duration.ofMillis(200))));
                position = open.position();
            } catch (TransportException e) {
                failures.add(e.getMessage());
                if (reader != null) {
                    reader.close();
                }
                reader = null;
            }
            return found;
        }

        List<String> failures() {
            return failures;
        }
    }
}
