package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.AppInfoParser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-client")
class KafkaTransportTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String namespace = Broker.newNamespace();
    private final KafkaTransport transport = Broker.transport(namespace);

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void isTestedWithTheClientThatIsMeant() {
        assertThat(AppInfoParser.getVersion()).isEqualTo(System.getProperty("kafka-clients.expected"));
    }

    @Test
    void carriesSignalsAndReports() throws Exception {
        Broker.createTopics(namespace);
        Position signals = transport.end(Topic.SIGNALS);
        Position reports = transport.end(Topic.REPORTS);
        Receipt signal = transport.publish(Broker.signal("stop orders"), TIMEOUT);
        Receipt report = transport.publish(Broker.report("stopped"), TIMEOUT);
        try (Listening one = new Listening(transport, Topic.SIGNALS, signals);
                Listening other = new Listening(transport, Topic.REPORTS, reports)) {
            one.until(() -> !one.deliveries.isEmpty());
            other.until(() -> !other.deliveries.isEmpty());
            assertThat(one.texts()).containsExactly("stop orders");
            assertThat(one.deliveries.get(0).id()).isEqualTo(signal.id());
            assertThat(one.deliveries.get(0).time()).isEqualTo(signal.time());
            assertThat(signal.time())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(other.texts()).containsExactly("stopped");
            assertThat(other.deliveries.get(0).id()).isEqualTo(report.id());
        }
    }

    @Test
    void saysThatItIsClosed() {
        Broker.createTopics(namespace);
        transport.publish(Broker.signal("stop orders"), TIMEOUT);
        transport.close();
        assertThatThrownBy(() -> transport.publish(Broker.signal("stop orders"), TIMEOUT))
                .isInstanceOf(TransportException.class)
                .hasMessage("the Kafka transport is closed");
    }

    @Test
    void fencesEachOfSeveralPartitions() throws Exception {
        String topic = Broker.signals(namespace);
        Broker.createTopic(topic, 3, Broker.BROKER_TIME);
        Position beginning = transport.end(Topic.SIGNALS);
        for (int partition = 0; partition < 3; partition++) {
            Broker.produce(topic, partition, "before");
        }
        Position fence = transport.end(Topic.SIGNALS);
        for (int partition = 0; partition < 3; partition++) {
            Broker.produce(topic, partition, "after");
        }
        try (Listening listening = new Listening(transport, Topic.SIGNALS, beginning)) {
            listening.until(() -> listening.deliveries.size() == 6);
            for (Delivery delivery : listening.deliveries) {
                Order wanted = delivery.body().text().equals("before") ? Order.BEFORE : Order.AFTER;
                assertThat(fence.order(delivery)).isEqualTo(wanted);
                assertThat(beginning.order(delivery)).isEqualTo(Order.AFTER);
            }
            assertThat(listening.deliveries).extracting(Delivery::id).doesNotHaveDuplicates();
            Position here = listening.from();
            assertThat(listening.deliveries).allMatch(delivery -> here.order(delivery) == Order.BEFORE);
        }
    }

    @Test
    void isAtTheEndOnceTheBrokerHasSaidSo() throws Exception {
        String topic = Broker.signals(namespace);
        Broker.createTopic(topic, 2, Broker.BROKER_TIME);
        Position beginning = transport.end(Topic.SIGNALS);
        Broker.produce(topic, 1, "one");
        try (Reader reader = transport.read(Topic.SIGNALS, beginning)) {
            assertThat(reader.isAtEnd()).isFalse();
            List<Delivery> read = new ArrayList<>();
            Awaitility.await().until(() -> {
                read.addAll(reader.poll(Duration.ofMillis(50)).deliveries());
                return reader.isAtEnd();
            });
            assertThat(read).extracting(delivery -> delivery.body().text()).containsExactly("one");
        }
    }

    @Test
    void readsPartitionsThatAreAddedLater() throws Exception {
        String topic = Broker.signals(namespace);
        Broker.createTopic(topic, 1, Broker.BROKER_TIME);
        Position fence = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, fence)) {
            Broker.produce(topic, 0, "one");
            listening.until(() -> listening.deliveries.size() == 1);
            Broker.done(Broker.ADMIN
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all());
            Broker.produce(topic, 1, "two");
            listening.until(() -> listening.deliveries.size() == 2);
            assertThat(listening.texts()).containsExactly("one", "two");
            assertThat(fence.order(listening.deliveries.get(1))).isEqualTo(Order.UNKNOWN);
        }
    }

    @Test
    void goesBackByTheBrokersTime() throws Exception {
        Broker.createTopics(namespace);
        transport.publish(Broker.signal("old"), TIMEOUT);
        Instant old = Instant.now();
        Awaitility.await().until(() -> Instant.now().isAfter(old.plusMillis(1_500)));
        transport.publish(Broker.signal("new"), TIMEOUT);
        Position soon = transport.past(Topic.SIGNALS, Duration.ofMillis(500));
        Position longAgo = transport.past(Topic.SIGNALS, Duration.ofHours(1));
        try (Listening listening = new Listening(transport, Topic.SIGNALS, longAgo)) {
            listening.until(() -> listening.deliveries.size() == 2);
            assertThat(soon.order(listening.deliveries.get(0))).isEqualTo(Order.BEFORE);
            assertThat(soon.order(listening.deliveries.get(1))).isEqualTo(Order.AFTER);
        }
    }

    @Test
    void goesBackToTheBeginningWhereTimesAreTheSenders() throws Exception {
        String topic = Broker.signals(namespace);
        Broker.createTopic(topic, 2, Map.of("message.timestamp.type", "CreateTime"));
        long now = System.currentTimeMillis();
        byte[] stop = Payload.utf8("stop orders").bytes();
        Broker.produce(topic, 0, now - 5_000_000, Map.of(), stop);
        Broker.produce(topic, 0, now + 3_000_000, Map.of(), stop);
        Position past = transport.past(Topic.SIGNALS, Duration.ofSeconds(1));
        try (Listening listening = new Listening(transport, Topic.SIGNALS, past)) {
            listening.until(() -> listening.deliveries.size() == 2);
            assertThat(listening.deliveries).allMatch(delivery -> delivery.time() == null);
        }
        assertThat(transport.publish(Broker.signal("stop orders"), TIMEOUT).time())
                .as("it is the sender's, not the broker's")
                .isNull();
    }

    @Test
    void givesHeadersAndValuesOfAnyKind() throws Exception {
        Broker.createTopics(namespace);
        String topic = Broker.signals(namespace);
        Position end = transport.end(Topic.SIGNALS);
        Broker.produce(topic, 0, null, Map.of("ce_id", "7", "ce_source", "/ops/é"), new byte[] {(byte) 0xff, 0});
        Broker.produce(topic, null, null, Map.of(), new byte[0]);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> listening.deliveries.size() == 2);
            assertThat(listening.deliveries.get(0).attributes())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("ce_id", "7", "ce_source", "/ops/é"));
            assertThat(listening.deliveries.get(0).body()).isEqualTo(Payload.of(new byte[] {(byte) 0xff, 0}));
            assertThat(listening.deliveries.get(1).body().size()).isZero();
        }
    }

    @Test
    void endsAPollThatIsUnderWayWhenItIsClosed() throws Exception {
        Broker.createTopics(namespace);
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        CompletableFuture<Object> poll = CompletableFuture.supplyAsync(() -> {
            try {
                while (true) {
                    var unused = reader.poll(Duration.ofMinutes(5));
                }
            } catch (InterruptedException | TransportException e) {
                return e;
            }
        });
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> !poll.isDone());
        long before = System.nanoTime();
        transport.close();
        Object unused = poll.get(1, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        reader.close();
        assertThatThrownBy(() -> reader.poll(Duration.ZERO)).isInstanceOf(TransportException.class);
    }

    @Test
    void endsAPollByAnInterrupt() throws Exception {
        Broker.createTopics(namespace);
        Position end = transport.end(Topic.SIGNALS);
        AtomicReference<Object> result = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try (Reader reader = transport.read(Topic.SIGNALS, end)) {
                while (true) {
                    var unused = reader.poll(Duration.ofMinutes(5));
                }
            } catch (InterruptedException | TransportException e) {
                result.set(e);
            }
        });
        thread.start();
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(thread::isAlive);
        thread.interrupt();
        thread.join(1_000);
        assertThat(result.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void saysWhichMessageWillNeverGoThrough() {
        Broker.createTopics(namespace);
        Broker.done(Broker.ADMIN
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, Broker.signals(namespace)),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", "1000"), AlterConfigOp.OpType.SET))))
                .all());
        Outgoing large = Broker.signal("x".repeat(3_000));
        assertThatThrownBy(() -> transport.publish(large, TIMEOUT))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.isWorthRetrying()).isFalse())
                .hasMessageContaining("larger than the topic or the client allows");
    }

    @Test
    void refusesToReadSignalsFromACompactedTopic() throws Exception {
        Map<String, String> compacted = Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime");
        Broker.createTopic(Broker.signals(namespace), 1, compacted);
        Broker.createTopic(Broker.reports(namespace), 1, compacted);
        Position end = transport.end(Topic.SIGNALS);
        assertThatThrownBy(() -> transport.read(Topic.SIGNALS, end))
                .hasMessageContaining("is compacted, and signals would vanish from it unread")
                .hasMessageContaining("--add-config cleanup.policy=delete");
        Position reports = transport.end(Topic.REPORTS);
        transport.publish(Broker.report("stopped"), TIMEOUT);
        try (Listening listening = new Listening(transport, Topic.REPORTS, reports)) {
            listening.until(() -> listening.texts().equals(List.of("stopped")));
        }
    }

    @Test
    void worksWhateverTheThreadsClassLoaderKnows() throws Exception {
        Broker.createTopics(namespace);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            Position end = transport.end(Topic.SIGNALS);
            transport.publish(Broker.signal("stop orders"), TIMEOUT);
            try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
                listening.until(() -> listening.deliveries.size() == 1);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
