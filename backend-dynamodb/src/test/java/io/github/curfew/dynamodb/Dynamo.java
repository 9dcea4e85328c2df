package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the tests share: a server, its native client, and a transport with the few words in which they speak of it. */
final class Dynamo {
    static final String TABLE = "curfew";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable DynamoDbServer shared;

    private Dynamo() {}

    /** The server of all tests that leave it as they find it, with the table. It ends with this JVM. */
    static synchronized DynamoDbServer shared() {
        DynamoDbServer server = shared;
        if (server == null) {
            server = DynamoDbServer.start();
            makeTable(server.endpoint());
            shared = server;
        }
        return server;
    }

    /** The server's own client, as somebody without Curfew has it. */
    static DynamoDbClient client(String endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.EU_WEST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    static void makeTable(String endpoint) {
        try (DynamoDbClient client = client(endpoint)) {
            makeTable(client, TABLE, ScalarAttributeType.S, "namespace", "id");
        }
    }

    static void makeTable(DynamoDbClient client, String name, ScalarAttributeType type, String... keys) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> schema = new ArrayList<>();
        for (String key : keys) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(key)
                    .attributeType(type)
                    .build());
            schema.add(KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        client.createTable(create -> create.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(schema));
    }

    static String namespace() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Map<String, String> with(String endpoint, String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("dynamodb.endpoint", endpoint, "dynamodb.region", "eu-west-1"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    static BackendConfig config(String namespace, Role role, String id, Map<String, String> settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : new DynamoProvider().settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.putAll(settings);
        return new BackendConfig(namespace, role, id, values);
    }

    static Transport driver(String namespace, Map<String, String> settings) {
        return new DynamoProvider().open(config(namespace, Role.DRIVER, "driver-" + UUID.randomUUID(), settings));
    }

    static Transport sender(String namespace, Map<String, String> settings) {
        return new DynamoProvider().open(config(namespace, Role.SENDER, "sender-" + UUID.randomUUID(), settings));
    }

    static Receipt signal(Transport transport, String name, String text) {
        return transport.publish(
                new Outgoing(Topic.SIGNALS, "", name, Payload.utf8(text), null, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    static Receipt report(Transport transport, String text) {
        return transport.publish(
                new Outgoing(Topic.REPORTS, "signal-1", "run-1", Payload.utf8(text), null, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    /** An item with texts for attributes: names and values in turns. */
    static Map<String, AttributeValue> item(String namespace, String id, String... attributes) {
        Map<String, AttributeValue> item =
                new HashMap<>(Map.of("namespace", AttributeValue.fromS(namespace), "id", AttributeValue.fromS(id)));
        for (int i = 0; i < attributes.length; i += 2) {
            item.put(attributes[i], AttributeValue.fromS(attributes[i + 1]));
        }
        return item;
    }

    static void put(DynamoDbClient client, Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(TABLE).item(item));
    }

    static void delete(DynamoDbClient client, String namespace, String id) {
        client.deleteItem(delete -> delete.tableName(TABLE).key(item(namespace, id)));
    }

    static Reader fromNow(Transport transport) {
        return transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
    }

    static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.body().text()).toList();
    }

    static Delivery awaitOne(Reader reader) {
        return await(reader, found -> !found.isEmpty()).get(0);
    }

    /** Polls until enough has come. */
    static List<Delivery> await(Reader reader, Predicate<List<Delivery>> enough) {
        List<Delivery> found = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(found)) {
            if (System.nanoTime() - end > 0) {
                fail("only this came: " + texts(found));
            }
            found.addAll(poll(reader, Duration.ofSeconds(1)).deliveries());
        }
        return found;
    }

    /** One sentence, and worth another attempt. */
    static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e.getMessage()).contains(parts).doesNotContain("\n");
            assertThat(e.isWorthRetrying()).isTrue();
        });
    }

    static Batch poll(Reader reader, Duration wait) {
        try {
            return reader.poll(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("nobody interrupted this", e);
        }
    }
}
