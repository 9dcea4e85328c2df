package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.servers.FreePort;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("every-client")
class KafkaOutageTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String namespace = Broker.newNamespace();
    private final KafkaTransport transport = Broker.transport(namespace);

    @AfterEach
    void close() {
        transport.close();
        Broker.SERVER.process().start();
    }

    private static TransportException failureOf(ThrowingCallable call, Duration most) {
        long before = System.nanoTime();
        TransportException[] thrown = new TransportException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(TransportException.class, e -> thrown[0] = e);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(most);
        return thrown[0];
    }

    private static void shutDown(KafkaTransport transport) {
        transport.close();
    }

    @Test
    void saysThatNobodyAnswersWithinTheTimeGiven() {
        KafkaSettings nobody =
                Broker.settings(namespace, Map.of("kafka.bootstrap.servers", "127.0.0.1:" + FreePort.next()));
        try (KafkaTransport dead = new KafkaTransport(nobody)) {
            assertThat(failureOf(
                            () -> dead.publish(Broker.signal("stop orders"), Duration.ofSeconds(1)),
                            Duration.ofSeconds(3)))
                    .hasMessageContaining("no answer in time from Kafka at " + nobody.bootstrapServers())
                    .hasMessageContaining("curfew.kafka.bootstrap.servers");
            assertThat(failureOf(() -> dead.end(Topic.SIGNALS), Duration.ofSeconds(7))
                            .isWorthRetrying())
                    .isTrue();
            long before = System.nanoTime();
            shutDown(dead);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void saysThatAHostIsUnknown() {
        KafkaSettings unknown =
                Broker.settings(namespace, Map.of("kafka.bootstrap.servers", "no-such-host.invalid:9092"));
        try (KafkaTransport lost = new KafkaTransport(unknown)) {
            assertThat(failureOf(() -> lost.end(Topic.SIGNALS), Duration.ofSeconds(10)))
                    .hasMessageContaining("cannot look up the topic curfew." + namespace + ".*")
                    .hasMessageContaining("No resolvable bootstrap");
        }
    }

    @Test
    void missesNothingWhenTheBrokerIsStoppedAndStartedAgain() throws Exception {
        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            transport.publish(Broker.signal("one"), TIMEOUT);
            listening.until(() -> listening.deliveries.size() == 1);

            Broker.SERVER.process().stop();
            listening.until(() -> !listening.failures.isEmpty());
            assertThat(listening.failures.get(0))
                    .hasMessageContaining("no answer in time from Kafka at")
                    .matches(TransportException::isWorthRetrying);
            failureOf(() -> transport.publish(Broker.signal("lost"), Duration.ofSeconds(1)), Duration.ofSeconds(3));

            Broker.SERVER.process().start();
            transport.publish(Broker.signal("two"), TIMEOUT);
            listening.until(() -> listening.texts().contains("two"));
            // The one that failed may be there all the same.
            assertThat(listening.texts()).containsSubsequence("one", "two");
            assertThat(listening.losses).isEmpty();
        }
    }

    @Test
    void noticesABrokerThatIsSilent() throws Exception {
        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        transport.publish(Broker.signal("one"), TIMEOUT);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> listening.deliveries.size() == 1);
            Broker.SERVER.process().freeze();
            try {
                listening.until(() -> !listening.failures.isEmpty());
                failureOf(() -> transport.publish(Broker.signal("?"), Duration.ofSeconds(1)), Duration.ofSeconds(3));
                long before = System.nanoTime();
                shutDown(transport);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            } finally {
                Broker.SERVER.process().thaw();
            }
        }
    }

    @Test
    void waitsForATopicThatIsCreatedLater() throws Exception {
        String command = "kafka-topics.sh --bootstrap-server " + Broker.SERVER.bootstrapServers() + " --create --topic "
                + Broker.signals(namespace);
        assertThat(failureOf(() -> transport.end(Topic.SIGNALS), TIMEOUT))
                .hasMessageContaining("there is no topic " + Broker.signals(namespace))
                .hasMessageContaining(command)
                .matches(TransportException::isWorthRetrying);
        assertThat(failureOf(() -> transport.publish(Broker.signal("stop orders"), TIMEOUT), Duration.ofSeconds(2)))
                .as("at once, and not when its time is over")
                .hasMessageContaining(command);
        assertThat(Broker.done(Broker.ADMIN.listTopics().names())).doesNotContain(Broker.signals(namespace));

        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        transport.publish(Broker.signal("stop orders"), TIMEOUT);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> listening.deliveries.size() == 1);
        }
    }

    @Test
    void createsATopicWhereThatIsAskedFor() throws Exception {
        KafkaSettings settings = Broker.settings(namespace, Map.of("kafka.create-topics", "true"));
        try (KafkaTransport creating = new KafkaTransport(settings)) {
            Position end = creating.end(Topic.SIGNALS);
            Receipt receipt = creating.publish(Broker.signal("stop orders"), TIMEOUT);
            assertThat(receipt.time()).as("the broker's").isNotNull();
            try (Listening listening = new Listening(creating, Topic.SIGNALS, end)) {
                listening.until(() -> listening.deliveries.size() == 1);
            }
        }
    }

    @Test
    void readsOnInATopicThatWasDeletedAndMadeAgain() throws Exception {
        Broker.createTopics(namespace);
        for (String text : List.of("one", "two", "three")) {
            transport.publish(Broker.signal(text), TIMEOUT);
        }
        Position former = transport.past(Topic.SIGNALS, Duration.ofHours(1));
        Position fence = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, former)) {
            listening.until(() -> listening.deliveries.size() == 3);
            Broker.deleteTopic(Broker.signals(namespace));
            listening.until(() -> !listening.failures.isEmpty());
            assertThat(listening.failures.get(0)).hasMessageContaining("there is no topic");

            Broker.createTopic(Broker.signals(namespace), 1, Broker.BROKER_TIME);
            Position again = transport.end(Topic.SIGNALS);
            Broker.produce(Broker.signals(namespace), 0, "four");
            listening.until(() -> listening.deliveries.size() == 4);
            assertThat(listening.losses).hasSize(1).allMatch(loss -> loss.contains("was deleted and made again"));
            Delivery four = listening.deliveries.get(3);
            assertThat(fence.order(four)).isEqualTo(Order.UNKNOWN);
            assertThat(again.order(four)).isEqualTo(Order.AFTER);
            assertThat(listening.deliveries).extracting(Delivery::id).doesNotHaveDuplicates();
        }
    }

    /** The last but one of the new topic's records lies where the former's next one would. */
    @ParameterizedTest
    @ValueSource(ints = {200, 3_600_000})
    void noticesATopicThatWasMadeAgainBetweenTwoPolls(int lookEvery) throws Exception {
        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        try (KafkaTransport driver =
                        new KafkaTransport(Broker.settings(namespace, Map.of()), Duration.ofMillis(lookEvery));
                Listening listening = new Listening(driver, Topic.SIGNALS, end)) {
            transport.publish(Broker.signal("one"), TIMEOUT);
            listening.until(() -> listening.deliveries.size() == 1);
            Broker.deleteTopic(Broker.signals(namespace));
            Broker.createTopic(Broker.signals(namespace), 1, Broker.BROKER_TIME);
            for (String text : List.of("two", "three", "four")) {
                Broker.produce(Broker.signals(namespace), 0, text);
            }
            listening.until(() -> listening.texts().contains("four"));
            assertThat(listening.texts()).containsExactly("one", "two", "three", "four");
            assertThat(listening.deliveries).extracting(Delivery::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsWhatRetentionTookUnread() throws Exception {
        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        for (String text : List.of("one", "two", "three")) {
            transport.publish(Broker.signal(text), TIMEOUT);
        }
        TopicPartition partition = new TopicPartition(Broker.signals(namespace), 0);
        Broker.done(Broker.ADMIN
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2)))
                .all());
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> listening.deliveries.size() == 1);
            assertThat(listening.texts()).containsExactly("three");
            assertThat(listening.losses)
                    .containsExactly("the topic " + partition.topic()
                            + " no longer has messages that were not read yet (partition 0 was read up to offset 0 "
                            + "and begins at 2): retention.ms and retention.bytes say how long it keeps them");
            assertThat(end.order(listening.deliveries.get(0))).isEqualTo(Order.AFTER);
        }
    }
}
