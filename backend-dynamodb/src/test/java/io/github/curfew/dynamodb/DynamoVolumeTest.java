package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A table in which much lies around. */
class DynamoVolumeTest {
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    /** What one put of 25 items takes. */
    private static final int BATCH = 25;

    private final DynamoDbServer server = Dynamo.shared();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final DynamoDbClient client = Dynamo.client(server.endpoint());
    private final String namespace = Dynamo.namespace();
    private final Transport driver =
            Dynamo.driver(namespace, Dynamo.with(proxy.endpoint(), "dynamodb.poll-interval", "100ms"));

    @AfterEach
    void close() {
        driver.close();
        client.close();
        proxy.close();
    }

    private Map<String, AttributeValue> flag(String id, int size) {
        return Dynamo.item(namespace, id, "stop", "orders", "note", "x".repeat(size));
    }

    private void put(List<Map<String, AttributeValue>> items) {
        for (int at = 0; at < items.size(); at += BATCH) {
            List<WriteRequest> writes = items.subList(at, Math.min(at + BATCH, items.size())).stream()
                    .map(item -> WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build())
                    .toList();
            BatchWriteItemResponse answer =
                    client.batchWriteItem(write -> write.requestItems(Map.of(Dynamo.TABLE, writes)));
            assertThat(answer.unprocessedItems()).isEmpty();
        }
    }

    @Test
    void flagsOnManyPagesAreAllFound() {
        put(IntStream.range(0, 12).mapToObj(i -> flag("old-" + i, 100_000)).toList());
        Position fence = driver.end(Topic.SIGNALS);
        int pages = proxy.calls("Query").size();
        assertThat(pages).as("of a megabyte").isGreaterThanOrEqualTo(2);
        Reader reader = driver.read(Topic.SIGNALS, fence);
        put(List.of(flag("a-first", 10), flag("old-5a", 10), flag("z-last", 10)));
        List<Delivery> found = Dynamo.await(reader, all -> all.size() == 3);
        assertThat(found).allSatisfy(delivery -> {
            assertThat(delivery.id()).matches("(a-first|old-5a|z-last)@.*");
            assertThat(fence.order(delivery)).isEqualTo(Order.AFTER);
        });
        client.deleteItem(delete -> delete.tableName(Dynamo.TABLE).key(Dynamo.item(namespace, "old-9")));
        Position without = driver.end(Topic.SIGNALS);
        put(List.of(flag("old-9", 100_000)));
        Delivery again = Dynamo.awaitOne(reader);
        assertThat(again.id()).startsWith("old-9@");
        assertThat(without.order(again)).isEqualTo(Order.AFTER);
    }

    /** It is passed on, so that core can refuse it for its size and tell whom it was from. */
    @Test
    void anItemOfNearly400KbHarmsNothing() {
        Reader reader = Dynamo.fromNow(driver);
        put(List.of(flag("huge", 399_000)));
        put(List.of(flag("small", 10)));
        assertThat(Dynamo.await(reader, all -> all.size() == 2))
                .extracting(delivery -> delivery.body().size())
                .containsExactlyInAnyOrder(
                        Capabilities.LARGEST_MESSAGE + 1, "{'note':'xxxxxxxxxx','stop':'orders'}".length());
    }

    @Test
    void tooManyFlagsAreToldAtTheCostOfOneLook() {
        put(IntStream.range(0, 11).mapToObj(i -> flag("many-" + i, 10)).toList());
        var config = Dynamo.config(namespace, Role.DRIVER, "driver-crowded", Dynamo.with(proxy.endpoint()));
        try (Transport crowded = new DynamoTransport(DynamoSettings.of(config), 10)) {
            Position fence = crowded.end(Topic.SIGNALS);
            int calls = proxy.calls("Query").size();
            Reader reader = crowded.read(Topic.SIGNALS, fence);
            assertThatThrownBy(() -> reader.poll(A_WHILE))
                    .isInstanceOf(TransportException.class)
                    .hasMessageEndingWith(
                            "namespace " + namespace + ": more than 10 items are there, and none is read until"
                                    + " there are fewer, which is looked for once a minute; remove what does not belong there, or is"
                                    + " done with");
            assertThat(proxy.calls("Query")).hasSize(calls);
            Delivery one = Dynamo.await(
                            driver.read(Topic.SIGNALS, driver.past(Topic.SIGNALS, A_WHILE)), all -> all.size() == 11)
                    .get(0);
            assertThat(fence.order(one)).as("it may be old").isEqualTo(Order.UNKNOWN);
        }
    }

    @Test
    @Tag("full")
    void tenThousandLeftFlagsStopNobodyAndTheirCostIsTold() {
        String expired = Long.toString(Instant.now().minusSeconds(60).getEpochSecond());
        put(IntStream.range(0, 10_000)
                .mapToObj(i -> {
                    Map<String, AttributeValue> item = new HashMap<>(flag("left-" + i, 300));
                    if (i % 2 == 0) {
                        item.put("expires", AttributeValue.fromN(expired));
                    }
                    return item;
                })
                .toList());
        try (LogLines log = new LogLines()) {
            Position fence = driver.end(Topic.SIGNALS);
            assertThat(log.text()).containsPattern("there already lies \"left-1\", .* and 4995 more: what starts");
            Reader reader = driver.read(Topic.SIGNALS, fence);
            assertThat(Dynamo.poll(reader, A_WHILE).deliveries()).isEmpty();
            put(List.of(flag("new", 10)));
            Delivery found = Dynamo.awaitOne(reader);
            assertThat(found.id()).startsWith("new@");
            assertThat(log.text())
                    .containsPattern("So much lies in the table curfew, namespace " + namespace + " that one look costs"
                            + " \\d{3,4} read units, and Curfew looks only every");
        }
        double perLook = 4.0 * 1024 * 1024 / 4096;
        assertThat(proxy.calls("Query").stream()
                        .mapToDouble(FaultProxy.Call::units)
                        .sum())
                .as("a few looks, at some four megabytes each")
                .isLessThan(6 * perLook);
    }
}
