package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** A table that is missing, made in several ways, made wrongly, deleted and made anew. */
class DynamoTableTest {
    private static final Duration LOOKS = Duration.ofMillis(500);

    private final DynamoDbServer server = DynamoDbServer.start();
    private final DynamoDbClient client = Dynamo.client(server.endpoint());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Transport driver(String... more) {
        return Dynamo.driver("default", Dynamo.with(server.endpoint(), more));
    }

    private void put(String id) {
        Dynamo.put(client, Dynamo.item("default", id, "stop", "orders"));
    }

    /** As core does it: from where the reader stands. */
    private static Reader anew(Transport driver, Reader broken) {
        return driver.read(Topic.SIGNALS, broken.position());
    }

    @Test
    void aMissingTableIsWaitedFor() {
        try (Transport driver = driver()) {
            Dynamo.assertRefused(
                    () -> driver.end(Topic.SIGNALS),
                    "dynamodb:Query failed on the table curfew, namespace default: the table does not exist (make it,"
                            + " as curfew.dynamodb.create-table=true does");
            Dynamo.makeTable(server.endpoint());
            Reader reader = Dynamo.fromNow(driver);
            put("1");
            assertThat(Dynamo.awaitOne(reader).body().text()).isEqualTo("{\"stop\":\"orders\"}");
        }
    }

    @Test
    void severalThatAreAllowedToMakeItMakeOne() {
        try (Transport one = driver("dynamodb.create-table", "true");
                Transport two = driver("dynamodb.create-table", "true")) {
            List<CompletableFuture<Position>> ends = Stream.of(one, two)
                    .map(each -> CompletableFuture.supplyAsync(() -> each.end(Topic.SIGNALS)))
                    .toList();
            ends.forEach(end -> assertThat(end.join()).isNotNull());
        }
        assertThat(client.listTables().tableNames()).containsExactly("curfew");
        assertThat(table().billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(client.describeTimeToLive(describe -> describe.tableName("curfew"))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("expires");
    }

    private TableDescription table() {
        return client.describeTable(describe -> describe.tableName("curfew")).table();
    }

    /** The one in the documentation makes what Curfew makes. */
    @Test
    void cloudFormationMakesTheSame() throws Exception {
        JsonNode template = new ObjectMapper()
                .readTree(Path.of("..", "docs", "dynamodb", "table.json").toFile());
        JsonNode properties = template.at("/Resources/Table/Properties");
        assertThat(properties.at("/TableName/Ref").asText()).isEqualTo("TableName");
        assertThat(template.at("/Parameters/TableName/Default").asText()).isEqualTo("curfew");
        try (Transport driver = driver("dynamodb.create-table", "true")) {
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
        TableDescription made = table();
        assertThat(properties.get("BillingMode").asText())
                .isEqualTo(made.billingModeSummary().billingModeAsString());
        assertThat(StreamSupport.stream(properties.get("KeySchema").spliterator(), false)
                        .map(key -> key.get("AttributeName").asText() + " "
                                + key.get("KeyType").asText()))
                .isEqualTo(made.keySchema().stream()
                        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                        .toList());
        assertThat(StreamSupport.stream(properties.get("AttributeDefinitions").spliterator(), false)
                        .map(key -> key.get("AttributeName").asText() + " "
                                + key.get("AttributeType").asText()))
                .containsExactlyInAnyOrderElementsOf(made.attributeDefinitions().stream()
                        .map(key -> key.attributeName() + " " + key.attributeTypeAsString())
                        .toList());
        assertThat(properties.at("/TimeToLiveSpecification/AttributeName").asText())
                .isEqualTo("expires");
        assertThat(properties.at("/TimeToLiveSpecification/Enabled").asBoolean())
                .isTrue();
    }

    @Test
    void anotherKeyIsOneClearSentence() {
        Dynamo.makeTable(client, "no-sort-key", ScalarAttributeType.S, "namespace");
        Dynamo.makeTable(client, "other-names", ScalarAttributeType.S, "pk", "sk");
        Dynamo.makeTable(client, "numbers", ScalarAttributeType.N, "namespace", "id");
        for (String name : List.of("no-sort-key", "other-names", "numbers")) {
            String sentence =
                    ": the table has another key: Curfew needs one whose partition key is namespace and whose sort key is id, both strings (name such a"
                            + " table in curfew.dynamodb.table): ";
            try (Transport driver = driver("dynamodb.table", name);
                    Transport sender =
                            Dynamo.sender("default", Dynamo.with(server.endpoint(), "dynamodb.table", name))) {
                Dynamo.assertRefused(
                        () -> driver.end(Topic.SIGNALS),
                        "dynamodb:Query failed on the table " + name + ", namespace default" + sentence);
                Dynamo.assertRefused(() -> Dynamo.signal(sender, "1", "{}"), sentence);
            }
        }
    }

    @Test
    void aDeletedTableThatIsMadeAnewIsReportedAndReadOn() {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            put("old");
            Position fence = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, fence);
            client.deleteTable(delete -> delete.tableName("curfew"));
            Dynamo.assertRefused(() -> Dynamo.poll(reader, LOOKS), "the table does not exist");
            Dynamo.makeTable(server.endpoint());
            Reader after = anew(driver, reader);
            Batch batch = Dynamo.poll(after, LOOKS);
            assertThat(batch.lost()).contains("namespace default was deleted and made anew");
            put("old");
            assertThat(fence.order(Dynamo.awaitOne(after)))
                    .as("it was seen to be gone")
                    .isEqualTo(Order.AFTER);
        }
    }

    /** Between two looks, a table that goes and comes again leaves no trace: they must not lie further apart than need be. */
    @Test
    void aServerThatStoodStillOnceIsLookedAtAsOftenAsBefore() {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            Reader reader = Dynamo.fromNow(driver);
            assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
            server.process().freeze();
            CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS).execute(server.process()::thaw);
            assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
            client.deleteTable(delete -> delete.tableName("curfew"));
            Dynamo.assertRefused(() -> Dynamo.poll(reader, LOOKS), "the table does not exist");
        }
    }

    /** A run that begins where the broker is out of reach is fenced later, when what it heard may be gone. */
    @Test
    void whatWentWithItsTableBeforeAPositionWasReadIsNotAfterIt() {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            Reader reader = Dynamo.fromNow(driver);
            put("old");
            Delivery old = Dynamo.awaitOne(reader);
            client.deleteTable(delete -> delete.tableName("curfew"));
            Dynamo.makeTable(server.endpoint());
            Position fence = driver.end(Topic.SIGNALS);
            assertThat(fence.order(old)).isEqualTo(Order.BEFORE);
            put("new");
            assertThat(fence.order(Dynamo.awaitOne(reader))).isEqualTo(Order.AFTER);
            assertThat(reader.position().order(old)).isEqualTo(Order.BEFORE);
        }
    }

    @Test
    void flagsThatComeBackWithARestoredTableStopNobody() {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            put("old");
            Position fence = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, fence);
            client.deleteTable(delete -> delete.tableName("curfew"));
            Dynamo.assertRefused(() -> Dynamo.poll(reader, LOOKS), "the table does not exist");
            Dynamo.makeTable(server.endpoint());
            put("old");
            Reader after = anew(driver, reader);
            assertThat(Dynamo.poll(after, LOOKS).deliveries()).isEmpty();
            put("new");
            assertThat(fence.order(Dynamo.awaitOne(after))).isEqualTo(Order.AFTER);
        }
    }

    @Test
    void aFlagOfAnOlderCopyOfTheTableIsNotTakenForNew() {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            Position fence = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, fence);
            client.deleteTable(delete -> delete.tableName("curfew"));
            Dynamo.assertRefused(() -> Dynamo.poll(reader, LOOKS), "the table does not exist");
            Dynamo.makeTable(server.endpoint());
            put("older");
            Reader after = anew(driver, reader);
            Delivery found = Dynamo.awaitOne(after);
            assertThat(fence.order(found)).isEqualTo(Order.UNKNOWN);
            assertThat(found.time()).as("when it was put").isNull();
            Dynamo.delete(client, "default", "older");
            assertThat(Dynamo.poll(after, LOOKS).deliveries()).isEmpty();
            put("older");
            assertThat(fence.order(Dynamo.awaitOne(after)))
                    .as("it was seen to be gone")
                    .isEqualTo(Order.AFTER);
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackLosesNothing() throws TransportException {
        Dynamo.makeTable(server.endpoint());
        try (Transport driver = driver("dynamodb.poll-interval", "50ms")) {
            put("old");
            Position fence = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, fence);
            server.process().kill();
            Dynamo.assertRefused(() -> Dynamo.poll(reader, LOOKS), "nothing answers there");
            server.process().start();
            put("new");
            Reader after = anew(driver, reader);
            assertThat(Dynamo.awaitOne(after).id()).startsWith("new@");
            assertThat(Dynamo.poll(after, LOOKS).deliveries()).isEmpty();
        }
    }
}
