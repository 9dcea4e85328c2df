package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The two ways to listen: a queue of the driver's own, and one that it is given. */
class SqsListeningTest {
    private final ElasticMqServer server = Sqs.shared();
    private final SqsClient client = Sqs.client(server.endpoint());
    private final String namespace = Sqs.namespace();
    private final String signals = "curfew-" + namespace + "-signals-";

    @AfterEach
    void close() {
        client.close();
    }

    private Transport driver(String... more) {
        return Sqs.driver(namespace, Sqs.with(server.endpoint(), more));
    }

    private Transport sender(String... more) {
        return Sqs.sender(namespace, Sqs.with(server.endpoint(), more));
    }

    private String given(String name, Map<QueueAttributeName, String> attributes) {
        return client.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    @Test
    void aDriversOwnQueueIsMadeTaggedAndRemoved() {
        Map<String, String> labels =
                Map.of(Labels.APP_NAME, "orders|job", Labels.QUERY_NAME, "orders", "team", "payments");
        try (Transport driver = new SqsProvider()
                        .open(Sqs.config(namespace, Role.DRIVER, "driver-7", Sqs.with(server.endpoint())));
                Transport sender = sender()) {
            assertThat(Sqs.queues(client, signals)).isEmpty();
            driver.end(Topic.SIGNALS);
            driver.announce(new RunInfo("run-1", Instant.now(), Labels.of(labels)));
            String queue = Sqs.queues(client, signals).get(0);
            Map<String, String> tags = client.listQueueTags(request -> request.queueUrl(server.queueUrl(queue)))
                    .tags();
            assertThat(tags)
                    .containsEntry("curfew:owner", "driver-7")
                    .containsEntry("curfew:namespace", namespace)
                    .containsEntry("curfew:label:team", "payments")
                    .containsEntry("curfew:label:app.name", "orders_job")
                    .doesNotContainKey("curfew:label:query.name");
            assertThat(Instant.parse(tags.get("curfew:heartbeat")))
                    .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(30));
            assertThat(sender.sightings()).singleElement().satisfies(sighting -> {
                assertThat(sighting).extracting(Sighting::driverId).isEqualTo("driver-7");
                assertThat(sighting.labels()).containsEntry("team", "payments");
                assertThat(sighting.place()).isEqualTo(queue);
            });
        }
        assertThat(Sqs.queues(client, signals)).isEmpty();
    }

    @Test
    void closingDoesNotWaitForTheLongPoll() throws Exception {
        Transport driver = driver();
        Reader reader = Sqs.fromNow(driver);
        Thread poller = new Thread(() -> {
            try {
                Sqs.poll(reader, Duration.ofSeconds(20));
            } catch (TransportException e) {
                assertThat(e).hasMessageContaining("closed");
            }
        });
        poller.start();
        await().until(() -> poller.getState() == Thread.State.WAITING);
        long began = System.nanoTime();
        driver.close();
        poller.join(5_000);
        assertThat(poller.isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void closingEndsTheThreadOfAReaderThatNobodyClosed() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Transport driver = driver()) {
            assertThat(Sqs.poll(Sqs.fromNow(driver), Duration.ofSeconds(1))).isEmpty();
            assertThat(receiving(before)).hasSize(1);
        }
        await().until(() -> receiving(before).isEmpty());
    }

    private static List<Thread> receiving(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().equals("curfew-sqs-receive"))
                .toList();
    }

    @Test
    void eachDriverOfTheNamespaceHearsAndOnlyThose() {
        try (Transport one = driver();
                Transport two = driver();
                Transport other = Sqs.driver(namespace + "-signals-b", Sqs.with(server.endpoint()));
                Transport sender = sender()) {
            List<Reader> readers = List.of(Sqs.fromNow(one), Sqs.fromNow(two));
            Reader elsewhere = Sqs.fromNow(other);
            String id = Sqs.signal(sender, "stop orders").id();
            for (Reader reader : readers) {
                assertThat(Sqs.awaitOne(reader).id()).isEqualTo(id);
            }
            assertThat(Sqs.poll(elsewhere, Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void whereNobodyListensTheSenderIsTold() {
        try (Transport sender = sender()) {
            assertThat(Sqs.signal(sender, "stop orders").remarks())
                    .singleElement()
                    .asString()
                    .startsWith("no driver listens: there is no queue " + signals);
        }
    }

    @Test
    void aQueueThatSomebodyDeletesIsMadeAgainAndTheLossIsTold() throws Exception {
        try (Transport driver = driver();
                Transport sender = sender()) {
            Position before = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, before);
            assertThat(Sqs.poll(reader, Duration.ofMillis(10))).isEmpty();
            String first = Sqs.queues(client, signals).get(0);
            client.deleteQueue(request -> request.queueUrl(server.queueUrl(first)));
            // One that was just made may not be known everywhere: for some seconds it is not given up.
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                driver.end(Topic.SIGNALS);
                return true;
            });
            Reader again = driver.read(Topic.SIGNALS, reader.position());
            assertThat(again.poll(Duration.ofMillis(10)).lost())
                    .startsWith("the queue that this driver had was deleted");
            assertThat(again.poll(Duration.ofMillis(10)).lost()).isNull();
            Sqs.signal(sender, "after");
            Delivery after = Sqs.awaitOne(again);
            assertThat(before.order(after)).isEqualTo(Order.AFTER);
            assertThat(Sqs.queues(client, signals)).hasSize(1).doesNotContain(first);
        }
    }

    @Test
    void orphansAreSweptOnlyWhenTheirHeartbeatIsOldAndTheyAreIdleAndEmpty() {
        String old = Instant.now().minus(Duration.ofHours(25)).toString();
        String late = Instant.now().minus(Duration.ofHours(23)).toString();
        String left = orphan("0000000000000001", old);
        String replies = client.createQueue(request -> request.queueName(
                                "curfew-" + namespace + "-replies-0000000000000009")
                        .tags(Map.of("curfew:namespace", namespace, "curfew:owner", "s", "curfew:heartbeat", old)))
                .queueUrl();
        String alive = orphan("0000000000000002", late);
        String full = orphan("0000000000000003", old);
        client.sendMessage(request -> request.queueUrl(full).messageBody("stop orders"));
        String busy = orphan("0000000000000004", old);
        client.sendMessage(request -> request.queueUrl(busy).messageBody("stop orders"));
        client.receiveMessage(request -> request.queueUrl(busy).waitTimeSeconds(1));
        String untagged = given(signals + "0000000000000005", Map.of());
        String foreign = given(signals + "of-somebody", Map.of());
        try (Transport driver = driver()) {
            driver.end(Topic.SIGNALS);
            await().untilAsserted(() -> assertThat(Sqs.queues(client, "curfew-" + namespace))
                    .doesNotContain(SqsNames.of(left), SqsNames.of(replies)));
            assertThat(Sqs.queues(client, signals))
                    .contains(
                            SqsNames.of(alive),
                            SqsNames.of(full),
                            SqsNames.of(busy),
                            SqsNames.of(untagged),
                            SqsNames.of(foreign));
        }
        List.of(alive, full, busy, untagged, foreign)
                .forEach(url -> client.deleteQueue(request -> request.queueUrl(url)));
    }

    private String orphan(String digits, String heartbeat) {
        Map<String, String> tags =
                Map.of("curfew:namespace", namespace, "curfew:owner", "d", "curfew:heartbeat", heartbeat);
        return client.createQueue(request -> request.queueName(signals + digits).tags(tags))
                .queueUrl();
    }

    @Test
    void aGivenQueueIsFencedByTheTimeOfSending() {
        String url = given(namespace + "-orders", Map.of());
        client.sendMessage(request -> request.queueUrl(url).messageBody("old"));
        Instant sent = Instant.now();
        await().until(() -> Instant.now().isAfter(sent.plusSeconds(3)));
        try (Transport driver = driver("sqs.queue-url", url);
                Transport sender = sender("sqs.queue-url", url)) {
            assertThat(driver.capabilities().takesAway()).isTrue();
            Position fence = driver.end(Topic.SIGNALS);
            Instant fenced = Instant.now();
            Reader reader = driver.read(Topic.SIGNALS, fence);
            Delivery old = Sqs.awaitOne(reader);
            assertThat(old.body().text()).isEqualTo("old");
            assertThat(fence.order(old)).isEqualTo(Order.BEFORE);
            await().until(() -> Instant.now().isAfter(fenced.plusSeconds(3)));
            Sqs.signal(sender, "new");
            assertThat(fence.order(Sqs.awaitOne(reader))).isEqualTo(Order.AFTER);
        }
        assertThat(Sqs.queues(client, namespace + "-orders"))
                .as("what somebody else has made is left to him")
                .hasSize(1);
    }

    @Test
    void whatIsSentWithinTheSecondOfAFenceIsNotGuessed() {
        String url = given(namespace + "-orders", Map.of());
        try (Transport driver = driver("sqs.queue-url", url)) {
            client.sendMessage(request -> request.queueUrl(url).messageBody("just before"));
            Position fence = driver.end(Topic.SIGNALS);
            Delivery close = Sqs.awaitOne(driver.read(Topic.SIGNALS, fence));
            assertThat(fence.order(close)).isEqualTo(Order.UNKNOWN);
            assertThat(driver.end(Topic.SIGNALS).order(close))
                    .as("what came before a run's fence was read is older, whatever the clocks say")
                    .isEqualTo(Order.BEFORE);
        }
    }

    @Test
    void aFifoQueueThatIsGivenWorks() {
        String url = given(
                namespace + "-orders.fifo",
                Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        try (Transport driver = driver("sqs.queue-url", url);
                Transport sender = sender("sqs.queue-url", url)) {
            Reader reader = Sqs.fromNow(driver);
            IntStream.range(0, 25).forEach(i -> Sqs.signal(sender, "stop orders-" + i));
            client.sendMessage(
                    request -> request.queueUrl(url).messageGroupId("mine").messageBody("by hand"));
            List<String> found = Sqs.texts(Sqs.await(reader, all -> all.size() == 26));
            assertThat(found).contains("by hand");
            assertThat(found.stream().filter(text -> text.startsWith("stop")))
                    .containsExactlyElementsOf(IntStream.range(0, 25)
                            .mapToObj(i -> "stop orders-" + i)
                            .toList());
        }
    }

    @Test
    void whatIsNotTakenInHandComesAgainUnderTheSameIdentity() {
        try (Transport driver = driver();
                Transport sender = sender()) {
            Position fence = driver.end(Topic.SIGNALS);
            Sqs.signal(sender, "stop orders");
            Delivery first;
            try (Reader reader = driver.read(Topic.SIGNALS, fence)) {
                List<Delivery> found = List.of();
                while (found.isEmpty()) {
                    found = Sqs.poll(reader, Duration.ofSeconds(1));
                }
                first = found.get(0);
            }
            Delivery second = Sqs.awaitOne(driver.read(Topic.SIGNALS, fence));
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.time()).isEqualTo(first.time());
        }
    }
}
