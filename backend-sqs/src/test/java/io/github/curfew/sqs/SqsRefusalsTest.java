package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.servers.FreePort;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What AWS refuses, action by action, in its own words, and what a driver or sender makes of it. */
class SqsRefusalsTest {
    private final ElasticMqServer server = Sqs.shared();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final SqsClient client = Sqs.client(server.endpoint());
    private final String namespace = Sqs.namespace();
    private final String signals = "curfew-" + namespace + "-signals-";

    @AfterEach
    void close() {
        proxy.close();
        client.close();
    }

    private Transport driver(String... more) {
        return Sqs.driver(namespace, Sqs.with(proxy.endpoint(), more));
    }

    private Transport sender(String... more) {
        return Sqs.sender(namespace, Sqs.with(proxy.endpoint(), more));
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e.getMessage()).contains(parts).doesNotContain("\n");
            assertThat(e.isWorthRetrying()).isTrue();
        });
    }

    @Test
    void eachActionOfADriverThatIsNotAllowedIsNamedWithItsQueue() {
        try (Transport driver = driver();
                Transport sender = sender()) {
            proxy.forbid("CreateQueue");
            assertRefused(
                    () -> driver.end(Topic.SIGNALS),
                    "sqs:CreateQueue failed on " + signals,
                    "give this identity the right sqs:CreateQueue",
                    "not authorized to perform");
            proxy.allow();
            Reader reader = Sqs.fromNow(driver);
            String own = Sqs.queues(client, signals).get(0);
            Sqs.signal(sender, "stop orders");
            Delivery found = null;
            while (found == null) {
                found = Sqs.poll(reader, Duration.ofSeconds(1)).stream()
                        .findFirst()
                        .orElse(null);
            }
            Delivery inHand = found;

            proxy.forbid("DeleteMessage");
            assertRefused(() -> reader.acknowledge(inHand), "sqs:DeleteMessage failed on " + own);
            proxy.forbid("ReceiveMessage");
            assertRefused(() -> Sqs.poll(reader, Duration.ofSeconds(1)), "sqs:ReceiveMessage failed on " + own);
            proxy.forbid("GetQueueAttributes");
            assertRefused(() -> driver.end(Topic.SIGNALS), "sqs:GetQueueAttributes failed on " + own);
            proxy.allow();
            reader.acknowledge(inHand);

            String address = Objects.requireNonNull(sender.replyAddress());
            proxy.forbid("GetQueueUrl");
            assertRefused(() -> Sqs.report(driver, address, "{}"), "sqs:GetQueueUrl failed on " + address);
            proxy.allow();
            proxy.forbid("SendMessage");
            assertRefused(() -> Sqs.report(driver, address, "{}"), "sqs:SendMessage failed on " + address);
            proxy.allow();

            // What only others would miss is no failure of the driver's.
            proxy.forbid("TagQueue");
            driver.announce(
                    new RunInfo("run-1", Instant.now(), Labels.of(Map.of(Labels.RUN_ID, "run-1", "team", "a"))));
            assertThat(proxy.calls("TagQueue")).isEqualTo(1);
            proxy.forbid("DeleteQueue");
        }
        assertThat(Sqs.queues(client, signals)).as("left to be swept").hasSize(1);
        Sqs.queues(client, signals)
                .forEach(name -> client.deleteQueue(request -> request.queueUrl(server.queueUrl(name))));
    }

    @Test
    void eachActionOfASenderThatIsNotAllowedIsNamedWithItsQueue() {
        try (Transport sender = sender()) {
            proxy.forbid("ListQueues");
            assertRefused(() -> Sqs.signal(sender, "stop orders"), "sqs:ListQueues failed on " + signals + "*");
            proxy.forbid("CreateQueue");
            assertRefused(sender::replyAddress, "sqs:CreateQueue failed on curfew-" + namespace + "-replies-");
        }
    }

    @Test
    void theQueueWhoseTagsCannotBeReadIsNamed() {
        try (Transport one = driver();
                Transport two = driver();
                Transport sender = sender()) {
            Sqs.fromNow(one);
            Sqs.fromNow(two);
            String refused = Sqs.queues(client, signals).get(1);
            proxy.refuse("ListQueueTags", refused, 100, 403, "com.amazon.coral.service#AccessDeniedException", "no");
            assertRefused(sender::sightings, "sqs:ListQueueTags failed on " + refused, "the right sqs:ListQueueTags");
        }
    }

    @Test
    void theQueuesThatDidNotTakeASignalAreTold() {
        try (Transport one = driver();
                Transport two = driver();
                Transport sender = sender()) {
            Reader reader = Sqs.fromNow(one);
            String first = Sqs.queues(client, signals).get(0);
            Sqs.fromNow(two);
            String second = Sqs.queues(client, signals).stream()
                    .filter(name -> !name.equals(first))
                    .findFirst()
                    .orElseThrow();
            proxy.refuse("SendMessage", second, 100, 403, "com.amazon.coral.service#AccessDeniedException", "no");
            Receipt receipt = Sqs.signal(sender, "stop orders");
            assertThat(receipt.remarks())
                    .singleElement()
                    .asString()
                    .contains("sqs:SendMessage failed on " + second, "it is not allowed");
            assertThat(Sqs.awaitOne(reader).id()).isEqualTo(receipt.id());
            proxy.forbid("SendMessage");
            assertRefused(() -> Sqs.signal(sender, "stop orders"), "as on all 2 queues");
        }
    }

    @Test
    void throttlingIsWaitedOutAndToldWhenItLasts() {
        String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                .queueUrl();
        try (Transport driver = driver("sqs.queue-url", url);
                Transport sender = sender("sqs.queue-url", url)) {
            proxy.refuse("SendMessage", "", 3, 400, "com.amazonaws.sqs#RequestThrottled", "Request is throttled.");
            Sqs.signal(sender, "stop orders");
            assertThat(proxy.calls("SendMessage")).isEqualTo(4);
            proxy.refuse("ReceiveMessage", 400, "com.amazon.coral.availability#ThrottlingException", "Rate exceeded");
            Reader reader = Sqs.fromNow(driver);
            assertRefused(
                    () -> Sqs.poll(reader, Duration.ofSeconds(1)),
                    "sqs:ReceiveMessage failed on " + namespace + "-orders",
                    "AWS throttles them",
                    "Rate exceeded");
            proxy.allow();
            assertThat(Sqs.awaitOne(Sqs.fromNow(driver)).body().text()).isEqualTo("stop orders");
        }
    }

    @Test
    void credentialsThatAreOfNoUseAreTold() {
        try (Transport driver = driver()) {
            proxy.refuse(
                    "CreateQueue",
                    403,
                    "com.amazon.coral.service#ExpiredTokenException",
                    "The security token included in the request is expired");
            assertRefused(() -> driver.end(Topic.SIGNALS), "the AWS credentials have expired (renew them)");
            proxy.refuse(
                    "CreateQueue",
                    403,
                    "com.amazon.coral.service#UnrecognizedClientException",
                    "The security token included in the request is invalid.");
            assertRefused(() -> driver.end(Topic.SIGNALS), "AWS does not take these credentials");
            proxy.refuse(
                    "CreateQueue",
                    403,
                    "com.amazon.coral.service#InvalidSignatureException",
                    "Credential should be scoped to a valid region.");
            assertRefused(() -> driver.end(Topic.SIGNALS), "look at the key, its secret and the region");
            proxy.allow();
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
    }

    @Test
    void anEndpointThatIsDownIsToldAndFoundAgain() {
        int port = FreePort.next();
        try (Transport driver = Sqs.driver(namespace, Sqs.with("http://127.0.0.1:" + port))) {
            assertRefused(() -> driver.end(Topic.SIGNALS), "sqs:CreateQueue failed on", "nothing answers there");
        }
        Map<String, String> unknown = Sqs.with("http://sqs.invalid");
        try (Transport driver = Sqs.driver(namespace, unknown)) {
            assertRefused(() -> driver.end(Topic.SIGNALS), "the host sqs.invalid is unknown");
        }
    }

    @Test
    void aGivenQueueThatIsDeletedIsWaitedFor() {
        String name = namespace + "-orders";
        String url = client.createQueue(request -> request.queueName(name)).queueUrl();
        try (Transport driver = driver("sqs.queue-url", url)) {
            Reader reader = Sqs.fromNow(driver);
            client.deleteQueue(request -> request.queueUrl(url));
            assertRefused(
                    () -> Sqs.poll(reader, Duration.ofSeconds(1)),
                    "sqs:ReceiveMessage failed on " + name + ": the queue does not exist");
            client.createQueue(request -> request.queueName(name));
            client.sendMessage(request -> request.queueUrl(url).messageBody("stop orders"));
            assertThat(Sqs.awaitOne(driver.read(Topic.SIGNALS, reader.position()))
                            .body()
                            .text())
                    .isEqualTo("stop orders");
        }
    }

    @Test
    void whatNoQueueWouldTakeIsRefusedForGood() {
        String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                .queueUrl();
        try (Transport sender = sender("sqs.queue-url", url)) {
            assertThatThrownBy(() -> Sqs.signal(sender, "stop \u0000"))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isFalse())
                    .hasMessageContaining("the character U+0000, which SQS does not take");
            proxy.refuse(
                    "SendMessage",
                    400,
                    "com.amazonaws.sqs#InvalidParameterValueException",
                    "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
            assertThatThrownBy(() -> Sqs.signal(sender, "stop orders"))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isFalse())
                    .hasMessageContaining("shorter than 1024 bytes");
        }
    }

    @Test
    void duplicatesAndReorderingAreSeenForWhatTheyAre() {
        proxy.bringTwice();
        try (Transport driver = driver();
                Transport sender = sender()) {
            Reader reader = Sqs.fromNow(driver);
            List<String> sent = List.of(
                    Sqs.signal(sender, "stop a").id(),
                    Sqs.signal(sender, "stop b").id(),
                    Sqs.signal(sender, "stop c").id());
            List<Delivery> found = Sqs.await(reader, all -> all.size() >= 6);
            assertThat(found).hasSize(6);
            assertThat(found.stream().map(Delivery::id).distinct()).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(found.stream().map(Delivery::body).distinct())
                    .containsExactlyInAnyOrder(Payload.utf8("stop a"), Payload.utf8("stop b"), Payload.utf8("stop c"));
        }
    }
}
