package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.fail;

import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the tests share: a server, its native client, and a transport with the few words in which they speak of it. */
final class Sqs {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable ElasticMqServer shared;

    private Sqs() {}

    /** The server of all tests that leave it as they find it. It ends with this JVM. */
    static synchronized ElasticMqServer shared() {
        ElasticMqServer server = shared;
        if (server == null) {
            server = ElasticMqServer.start();
            shared = server;
        }
        return server;
    }

    /** The server's own client, as somebody without Curfew has it. */
    static SqsClient client(String endpoint) {
        return SqsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of("elasticmq"))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    static String namespace() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Map<String, String> with(String endpoint, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("sqs.endpoint", endpoint, "sqs.region", "elasticmq"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    static BackendConfig config(String namespace, Role role, String id, Map<String, String> settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : new SqsProvider().settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.putAll(settings);
        return new BackendConfig(namespace, role, id, values);
    }

    static Transport driver(String namespace, Map<String, String> settings) {
        return new SqsProvider().open(config(namespace, Role.DRIVER, "driver-" + UUID.randomUUID(), settings));
    }

    static Transport sender(String namespace, Map<String, String> settings) {
        return new SqsProvider().open(config(namespace, Role.SENDER, "sender-" + UUID.randomUUID(), settings));
    }

    static Receipt signal(Transport transport, String text) {
        return transport.publish(
                new Outgoing(Topic.SIGNALS, "", "signal", Payload.utf8(text), null, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    static Receipt report(Transport transport, @Nullable String replyTo, String text) {
        return transport.publish(
                new Outgoing(Topic.REPORTS, "signal-1", "run-1", Payload.utf8(text), replyTo, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    static Reader fromNow(Transport transport) {
        return transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
    }

    /** The names of the queues that begin so. */
    static List<String> queues(SqsClient client, String beginning) {
        return client.listQueues(request -> request.queueNamePrefix(beginning)).queueUrls().stream()
                .map(SqsNames::of)
                .toList();
    }

    static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.body().text()).toList();
    }

    static Delivery awaitOne(Reader reader) {
        return await(reader, found -> !found.isEmpty()).get(0);
    }

    /** Polls until enough has come, and takes it in hand. */
    static List<Delivery> await(Reader reader, Predicate<List<Delivery>> enough) {
        List<Delivery> found = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(found)) {
            if (System.nanoTime() - end > 0) {
                fail("only this came: " + texts(found));
            }
            List<Delivery> some = poll(reader, Duration.ofSeconds(1));
            some.forEach(reader::acknowledge);
            found.addAll(some);
        }
        return found;
    }

    static List<Delivery> poll(Reader reader, Duration wait) {
        try {
            return reader.poll(wait).deliveries();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("nobody interrupted this", e);
        }
    }
}
