package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoListeningTest {
    private static final Duration LOOKS = Duration.ofMillis(300);

    private final DynamoDbServer server = Dynamo.shared();
    private final DynamoDbClient client = Dynamo.client(server.endpoint());
    private final String namespace = Dynamo.namespace();
    private final Map<String, String> settings = Dynamo.with(server.endpoint(), "dynamodb.poll-interval", "50ms");
    private final Transport driver = Dynamo.driver(namespace, settings);

    @AfterEach
    void close() {
        driver.close();
        client.close();
    }

    private void put(String id, String... attributes) {
        Dynamo.put(client, Dynamo.item(namespace, id, attributes));
    }

    private void delete(String id) {
        Dynamo.delete(client, namespace, id);
    }

    private static Signal signal(Delivery delivery) {
        return Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("/test", delivery.id()));
    }

    @Test
    void keyAndTargetAreEnough() {
        Reader reader = Dynamo.fromNow(driver);
        put("1", "stop", "orders");
        Delivery delivery = Dynamo.awaitOne(reader);
        assertThat(delivery.body().text()).isEqualTo("{\"stop\":\"orders\"}");
        assertThat(signal(delivery).selector()).isEqualTo(Selector.parse("orders"));
    }

    @Test
    void whatIsTypedBesideTheTargetCountsToo() {
        Reader reader = Dynamo.fromNow(driver);
        Map<String, AttributeValue> item =
                Dynamo.item(namespace, "1", "stop", "team=payments", "deadline", "2m", "reason", "a \"quoted\" ☾");
        item.put("now", AttributeValue.fromBool(false));
        item.put("expires", AttributeValue.fromN("9999999999"));
        Dynamo.put(client, item);
        Signal signal = signal(Dynamo.awaitOne(reader));
        assertThat(signal.terms().deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(signal.terms().reason()).isEqualTo("a \"quoted\" ☾");
    }

    @Test
    void wordsInAMessageDoItAsWell() {
        Reader reader = Dynamo.fromNow(driver);
        put("1", "message", "stop team=payments --now");
        assertThat(signal(Dynamo.awaitOne(reader)).selector()).isEqualTo(Selector.parse("team=payments"));
    }

    @Test
    void anItemOfAnotherSortHarmsNothing() {
        Reader reader = Dynamo.fromNow(driver);
        put("only-a-key");
        Map<String, AttributeValue> odd = Dynamo.item(namespace, "odd", "owner", "team-a");
        odd.put("stop", AttributeValue.fromL(List.of(AttributeValue.fromN("1"), AttributeValue.fromNul(true))));
        odd.put("tags", AttributeValue.fromSs(List.of("b", "a")));
        odd.put("map", AttributeValue.fromM(Map.of("x", AttributeValue.fromN("1.25"))));
        odd.put("message", AttributeValue.fromN("5"));
        Dynamo.put(client, odd);
        List<Delivery> found = Dynamo.await(reader, all -> all.size() == 2);
        assertThat(Dynamo.texts(found))
                .containsExactlyInAnyOrder(
                        "{}",
                        "{\"map\":{\"x\":1.25},\"message\":5,\"owner\":\"team-a\",\"stop\":[1,null],"
                                + "\"tags\":[\"a\",\"b\"]}");
    }

    @Test
    void aFlagThatLayThereIsNotObeyedAndTheLogSaysSo() {
        put("deploy-42", "stop", "orders");
        try (LogLines log = new LogLines()) {
            Position fence = driver.end(Topic.SIGNALS);
            assertThat(log.text())
                    .contains("\"deploy-42\"")
                    .contains("does not obey it")
                    .contains("delete it")
                    .contains("put it again");
            Reader reader = driver.read(Topic.SIGNALS, fence);
            assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
            Reader all = driver.read(Topic.SIGNALS, driver.past(Topic.SIGNALS, Duration.ofHours(1)));
            assertThat(fence.order(Dynamo.awaitOne(all))).isEqualTo(Order.BEFORE);

            delete("deploy-42");
            assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
            put("deploy-42", "stop", "orders");
            Delivery again = Dynamo.awaitOne(reader);
            assertThat(fence.order(again)).isEqualTo(Order.AFTER);
            assertThat(driver.end(Topic.SIGNALS).order(again)).isEqualTo(Order.BEFORE);
        }
    }

    @Test
    void whatOurPublisherLeftThereIsNoNews() {
        try (Transport sender = Dynamo.sender(namespace, settings)) {
            Dynamo.signal(sender, "signal-1", "{}");
        }
        try (LogLines log = new LogLines()) {
            Position unused = driver.end(Topic.SIGNALS);
            assertThat(log.text()).doesNotContain("does not obey");
        }
    }

    @Test
    void eachPutThatFollowsASeenAbsenceIsAnotherSignal() {
        Reader reader = Dynamo.fromNow(driver);
        put("1", "stop", "orders");
        Delivery first = Dynamo.awaitOne(reader);
        put("1", "stop", "orders");
        assertThat(Dynamo.poll(reader, LOOKS).deliveries())
                .as("the same put over itself")
                .isEmpty();
        Position between = driver.end(Topic.SIGNALS);
        delete("1");
        assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
        put("1", "stop", "orders");
        Delivery second = Dynamo.awaitOne(reader);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(between.order(first)).isEqualTo(Order.BEFORE);
        assertThat(between.order(second)).isEqualTo(Order.AFTER);
    }

    @Test
    void anItemThatChangesIsAnotherSignalAndSoIsOneThatChangesBack() {
        Reader reader = Dynamo.fromNow(driver);
        put("1", "stop", "orders");
        Delivery first = Dynamo.awaitOne(reader);
        put("1", "stop", "payments");
        Position between = driver.end(Topic.SIGNALS);
        Delivery second = Dynamo.awaitOne(reader);
        put("1", "stop", "orders");
        Delivery third = Dynamo.awaitOne(reader);
        assertThat(List.of(first.id(), second.id(), third.id())).doesNotHaveDuplicates();
        assertThat(between.order(second)).isEqualTo(Order.BEFORE);
        assertThat(between.order(third)).isEqualTo(Order.AFTER);
    }

    @Test
    void whatHasExpiredIsNotDeliveredThoughItIsStillThere() {
        Reader reader = driver.read(Topic.SIGNALS, driver.past(Topic.SIGNALS, Duration.ofHours(1)));
        Map<String, AttributeValue> expired = Dynamo.item(namespace, "expired", "stop", "orders");
        expired.put("expires", Items.expires(Instant.now().minusSeconds(60)));
        Dynamo.put(client, expired);
        put("later", "stop", "payments");
        assertThat(Dynamo.texts(Dynamo.await(reader, all -> !all.isEmpty())))
                .containsExactly("{\"stop\":\"payments\"}");
        assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
    }

    @Test
    void anAttemptThatArrivesLateRenewsNothing() {
        try (Transport sender = Dynamo.sender(namespace, settings)) {
            Reader reader = Dynamo.fromNow(driver);
            Receipt first = Dynamo.signal(sender, "signal-1", "{\"n\":1}");
            assertThat(Dynamo.awaitOne(reader).id()).isEqualTo(first.id());
            assertThat(Dynamo.signal(sender, "signal-1", "{\"n\":1}").id()).isEqualTo(first.id());
            assertThat(Dynamo.poll(reader, LOOKS).deliveries()).isEmpty();
            Receipt other = Dynamo.signal(sender, "signal-1", "{\"n\":2}");
            assertThat(Dynamo.awaitOne(reader).id()).isEqualTo(other.id());
        }
    }

    @Test
    void whatOneSenderPublishesWithinOneLookComesInItsOrder() {
        Position start = driver.end(Topic.SIGNALS);
        try (Transport sender = Dynamo.sender(namespace, settings)) {
            Dynamo.signal(sender, "z", "{\"n\":1}");
            Dynamo.signal(sender, "m", "{\"n\":2}");
            Dynamo.signal(sender, "a", "{\"n\":3}");
        }
        assertThat(Dynamo.texts(Dynamo.await(driver.read(Topic.SIGNALS, start), all -> all.size() == 3)))
                .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    @Test
    void whenASignalWasPutIsToldByDynamosClockAndNoMoreThanIsKnown() {
        put("there-already", "stop", "orders");
        Duration resolution = Objects.requireNonNull(driver.capabilities().timeResolution());
        Reader all = driver.read(Topic.SIGNALS, driver.past(Topic.SIGNALS, Duration.ofHours(1)));
        assertThat(Dynamo.awaitOne(all).time())
                .as("it may have lain there for days")
                .isNull();

        Instant before = Instant.now();
        put("by-hand", "stop", "orders");
        assertThat(Dynamo.awaitOne(all).time())
                .as("it was not there a moment ago")
                .isBetween(before.minus(resolution), Instant.now());

        try (Transport sender = Dynamo.sender(namespace, settings)) {
            Receipt receipt = Dynamo.signal(sender, "signal-1", "{}");
            assertThat(receipt.time()).isBetween(before.minus(resolution), Instant.now());
            assertThat(Dynamo.awaitOne(all).time()).isEqualTo(receipt.time());
            try (Transport later = Dynamo.driver(namespace, settings)) {
                Reader past = later.read(Topic.SIGNALS, later.past(Topic.SIGNALS, Duration.ofHours(1)));
                assertThat(Dynamo.await(past, found -> found.size() == 3))
                        .extracting(Delivery::time)
                        .containsExactly(null, null, receipt.time());
            }
        }
    }

    @Test
    void aTimeThatSomebodyMadeUpIsNoTime() {
        put("1", "stop", "orders", "published", "yesterday");
        Reader all = driver.read(Topic.SIGNALS, driver.past(Topic.SIGNALS, Duration.ofHours(1)));
        Delivery delivery = Dynamo.awaitOne(all);
        assertThat(delivery.time()).isNull();
        assertThat(delivery.body().text()).isEqualTo("{\"stop\":\"orders\"}");
    }

    @Test
    void whileSomethingIsGoingOnTheNextSignalIsSeenSoonerThanTheSettingSays() {
        Map<String, String> slow = Dynamo.with(server.endpoint(), "dynamodb.poll-interval", "5s");
        try (Transport driver = Dynamo.driver(namespace, slow);
                Transport sender = Dynamo.sender(namespace, slow)) {
            Reader signals = Dynamo.fromNow(driver);
            Reader reports = sender.read(Topic.REPORTS, sender.end(Topic.REPORTS));
            put("1", "stop", "orders");
            Dynamo.awaitOne(signals);
            long since = System.nanoTime();
            put("2", "stop", "payments");
            Dynamo.awaitOne(signals);
            Dynamo.signal(sender, "signal-3", "{}");
            Dynamo.awaitOne(signals);
            Dynamo.report(driver, "{}");
            Dynamo.awaitOne(reports);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void itemsCarryWhenTheyCanBeRemoved() {
        try (Transport sender = Dynamo.sender(namespace, settings)) {
            Dynamo.signal(sender, "signal-1", "{}");
        }
        Dynamo.report(driver, "{}");
        for (String partition : List.of(namespace, namespace + "#reports")) {
            assertThat(client.query(query -> query.tableName(Dynamo.TABLE)
                                    .keyConditionExpression("#n = :n")
                                    .expressionAttributeNames(Map.of("#n", "namespace"))
                                    .expressionAttributeValues(Map.of(":n", AttributeValue.fromS(partition))))
                            .items())
                    .singleElement()
                    .satisfies(item -> assertThat(Items.expires(item))
                            .isBetween(
                                    Instant.now().plus(Duration.ofMinutes(59)),
                                    Instant.now().plus(Duration.ofMinutes(61))));
        }
    }
}
