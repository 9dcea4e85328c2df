package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.fail;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A transport with the few words in which the contract speaks of it. */
record ContractLink(Transport transport) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofHours(1);

    static ContractLink open(ContractBackend backend, Role role, String namespace, String id) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : backend.provider().settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.putAll(backend.settings());
        return new ContractLink(backend.provider().open(new BackendConfig(namespace, role, id, values)));
    }

    Receipt signal(String name, String text) {
        return publish(Topic.SIGNALS, "", name, Payload.utf8(text));
    }

    Receipt report(String group, String name, String text) {
        return publish(Topic.REPORTS, group, name, Payload.utf8(text));
    }

    Receipt report(String group, String name, String text, Duration timeout) {
        return publish(Topic.REPORTS, group, name, Payload.utf8(text), timeout);
    }

    Receipt publish(Topic topic, String group, String name, Payload body) {
        return publish(topic, group, name, body, PATIENCE);
    }

    private Receipt publish(Topic topic, String group, String name, Payload body, Duration timeout) {
        return transport.publish(new Outgoing(topic, group, name, body, null, KEEP), timeout);
    }

    Reader fromNow(Topic topic) {
        return transport.read(topic, transport.end(topic));
    }

    /** Polls until so many have come. */
    static List<Delivery> await(Reader reader, int count) {
        List<Delivery> found = new ArrayList<>();
        awaitAll(reader, found, all -> all.size() >= count);
        return found;
    }

    /** Polls until what has come is enough. */
    static void awaitAll(Reader reader, List<Delivery> found, Predicate<List<Delivery>> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(found)) {
            if (System.nanoTime() - deadline > 0) {
                fail("only " + found.size() + " messages came within " + PATIENCE + ": " + texts(found));
            }
            found.addAll(poll(reader, Duration.ofMillis(500)));
        }
    }

    static List<Delivery> poll(Reader reader, Duration wait) {
        try {
            return reader.poll(wait).deliveries();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("nobody interrupted this poll", e);
        }
    }

    static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.body().text()).toList();
    }

    static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    @Override
    public void close() {
        transport.close();
    }
}
