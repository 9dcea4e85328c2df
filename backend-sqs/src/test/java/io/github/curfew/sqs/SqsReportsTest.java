package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.aws.AwsAccess;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where reports go: to the sender that waits, into the queue for all, or nowhere. */
class SqsReportsTest {
    private final ElasticMqServer server = Sqs.shared();
    private final SqsClient client = Sqs.client(server.endpoint());
    private final String namespace = Sqs.namespace();
    private final String replies = "curfew-" + namespace + "-replies-";

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

    private String queue(String name) {
        return client.createQueue(request -> request.queueName(name)).queueUrl();
    }

    @Test
    void aSenderHasAQueueOfItsOwnUntilItCloses() {
        try (Transport driver = driver();
                Transport sender = sender();
                Transport another = sender()) {
            String address = Objects.requireNonNull(sender.replyAddress());
            assertThat(address).startsWith(replies).isEqualTo(sender.replyAddress());
            Reader reader = sender.read(Topic.REPORTS, sender.end(Topic.REPORTS));
            Reader others = another.read(Topic.REPORTS, another.end(Topic.REPORTS));
            Receipt receipt = Sqs.report(driver, address, "{\"report\":1}");
            assertThat(receipt.isKept()).isTrue();
            assertThat(Sqs.awaitOne(reader).id()).isEqualTo(receipt.id());
            assertThat(Sqs.poll(others, Duration.ofSeconds(1))).isEmpty();
        }
        assertThat(Sqs.queues(client, replies)).isEmpty();
    }

    @Test
    void aQueueThatIsRemovedAtTheEndIsNotMadeAgain() {
        try (Calls calls =
                new Calls(new AwsAccess("elasticmq", URI.create(server.endpoint()), Duration.ofSeconds(3)))) {
            MadeQueue queue =
                    new MadeQueue(calls, replies, new SqsNames("curfew", namespace), "d", Duration.ofHours(1));
            assertThat(queue.make().now()).isTrue();
            queue.remove();
            assertThatThrownBy(queue::make).hasMessageContaining("the transport is closed");
            assertThat(Sqs.queues(client, replies)).isEmpty();
        }
    }

    @Test
    void addressesOfOthersAreNotWrittenTo() {
        String foreign = queue(namespace + "-invoices");
        String otherNamespace = queue("curfew-" + namespace + "-b-replies-0123456789abcdef");
        try (Transport driver = driver()) {
            for (String address : List.of(
                    SqsNames.of(foreign),
                    foreign,
                    SqsNames.of(otherNamespace),
                    "arn:aws:sqs:eu-west-1:999999999999:" + replies + "0123456789abcdef",
                    "http://127.0.0.1:1/999999999999/" + replies + "0123456789abcdef",
                    replies + "../../x")) {
                assertThat(Sqs.report(driver, address, "{}").isKept())
                        .as(address)
                        .isFalse();
            }
        }
        for (String url : List.of(foreign, otherNamespace)) {
            assertThat(client.receiveMessage(request -> request.queueUrl(url)).messages())
                    .isEmpty();
        }
    }

    @Test
    void aSenderThatIsGoneIsNoFailure() {
        try (Transport driver = driver()) {
            String address;
            try (Transport sender = sender()) {
                address = Objects.requireNonNull(sender.replyAddress());
                assertThat(Sqs.report(driver, address, "{}").isKept()).isTrue();
            }
            assertThat(Sqs.report(driver, address, "{}").isKept()).isFalse();
        }
    }

    @Test
    void reportsThatNobodyAskedForGoNowhereUnlessThereIsAQueueForAll() {
        String all = queue(namespace + "-all");
        try (Transport silent = driver();
                Transport telling = driver("sqs.reports-queue-url", all);
                Transport sender = sender("sqs.reports-queue-url", all)) {
            assertThat(Sqs.report(silent, null, "{\"n\":0}").isKept()).isFalse();
            assertThat(Sqs.report(telling, null, "{\"n\":1}").isKept()).isTrue();
            assertThat(sender().capabilities().replaysReports()).isFalse();
            assertThat(sender().needOfReports()).contains("curfew.sqs.reports-queue-url");
            assertThat(sender.capabilities().replaysReports()).isTrue();
            Reader reader = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofHours(1)));
            assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void theQueueForAllGetsWhatASendersQueueRefuses() {
        String all = queue(namespace + "-all");
        try (FaultProxy proxy = new FaultProxy(server.endpoint());
                Transport driver = Sqs.driver(namespace, Sqs.with(proxy.endpoint(), "sqs.reports-queue-url", all));
                Transport sender = sender();
                Transport other = sender("sqs.reports-queue-url", all)) {
            String address = Objects.requireNonNull(sender.replyAddress());
            Reader reader = other.read(Topic.REPORTS, other.past(Topic.REPORTS, Duration.ofHours(1)));
            proxy.forbid("GetQueueUrl");
            assertThatThrownBy(() -> Sqs.report(driver, address, "{\"n\":1}"))
                    .hasMessageContaining("sqs:GetQueueUrl failed on " + address);
            assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("{\"n\":1}");
            proxy.allow();
            proxy.refuse("SendMessage", address, 100, 403, "com.amazon.coral.service#AccessDeniedException", "no");
            assertThatThrownBy(() -> Sqs.report(driver, address, "{\"n\":2}"))
                    .hasMessageContaining("sqs:SendMessage failed on " + address);
            assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void everyReaderFindsAllReportsInTheQueueForAllAndTakesNoneAway() {
        String all = queue(namespace + "-all");
        try (Transport driver = driver("sqs.reports-queue-url", all);
                Transport sender = sender();
                Transport one = sender("sqs.reports-queue-url", all);
                Transport two = sender("sqs.reports-queue-url", all)) {
            String address = sender.replyAddress();
            for (int i = 0; i < 35; i++) {
                Sqs.report(driver, i % 2 == 0 ? address : null, "{\"n\":" + i + "}");
            }
            for (Transport each : List.of(one, two, one)) {
                try (Reader reader = each.read(Topic.REPORTS, each.past(Topic.REPORTS, Duration.ofHours(1)))) {
                    List<Delivery> found = Sqs.await(reader, some -> some.size() >= 35);
                    assertThat(found).extracting(Delivery::id).doesNotHaveDuplicates();
                }
            }
            assertThat(Sqs.queues(client, replies))
                    .as("who only looks needs no queue of its own")
                    .hasSize(1);
        }
    }

    /** It looked for ever, through more reports than can be received while the first ones are hidden. */
    @Test
    @Timeout(60)
    void aPollEndsAlsoWhereReportsThatWereSeenComeAgain() {
        String all = queue(namespace + "-all");
        try (FaultProxy proxy = new FaultProxy(server.endpoint());
                Transport driver = driver("sqs.reports-queue-url", all);
                Transport sender = Sqs.sender(namespace, Sqs.with(proxy.endpoint(), "sqs.reports-queue-url", all))) {
            proxy.hideNothing();
            Sqs.report(driver, null, "{}");
            Reader reader = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofHours(1)));
            assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("{}");
            assertThat(Sqs.poll(reader, Duration.ofMillis(500))).isEmpty();
            Sqs.report(driver, null, "{\"more\":1}");
            assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("{\"more\":1}");
        }
    }

    /** A list took a look that time had ended for silence, and missed runs whose hellos had not come yet. */
    @Test
    @Timeout(60)
    void itIsAtTheEndOnceAllReportsHaveComeRound() {
        String all = queue(namespace + "-all");
        try (FaultProxy proxy = new FaultProxy(server.endpoint());
                Transport driver = driver("sqs.reports-queue-url", all);
                Transport sender = Sqs.sender(namespace, Sqs.with(proxy.endpoint(), "sqs.reports-queue-url", all))) {
            proxy.hideNothing();
            for (int i = 0; i < 25; i++) {
                Sqs.report(driver, null, "{\"n\":" + i + "}");
            }
            Reader reader = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofHours(1)));
            Sqs.await(reader, found -> found.size() >= 25);
            assertThat(reader.isAtEnd()).as("it has found something").isFalse();
            assertThat(Sqs.poll(reader, Duration.ZERO)).isEmpty();
            assertThat(reader.isAtEnd()).as("time has ended the look").isFalse();
            int before = proxy.calls("ReceiveMessage");
            assertThat(Sqs.poll(reader, Duration.ofMillis(900))).isEmpty();
            assertThat(reader.isAtEnd()).as("all have come again").isTrue();
            assertThat(proxy.calls("ReceiveMessage") - before)
                    .as("it rests then")
                    .isLessThan(15);
            Sqs.report(driver, null, "{\"more\":1}");
            Sqs.awaitOne(reader);
            assertThat(reader.isAtEnd()).as("there may be more").isFalse();
        }
    }

    @Test
    void beatsAreTagsAndHellosTellTheTime() {
        String all = queue(namespace + "-all");
        try (Transport driver = driver();
                Transport telling = driver("sqs.reports-queue-url", all)) {
            driver.end(Topic.SIGNALS);
            Receipt hello = driver.publish(roster("run-1"), Duration.ofSeconds(5));
            assertThat(hello.isKept()).isFalse();
            assertThat(hello.time()).isNotNull();
            telling.end(Topic.SIGNALS);
            assertThat(telling.publish(roster("run-1"), Duration.ofSeconds(5)).isKept())
                    .isTrue();
        }
    }

    private static Outgoing roster(String name) {
        return new Outgoing(Topic.REPORTS, Outgoing.ROSTER, name, Payload.utf8("{}"), null, Duration.ofHours(1));
    }
}
