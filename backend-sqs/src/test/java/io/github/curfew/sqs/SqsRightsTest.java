package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The policies in the documentation name exactly what a driver and a sender call. */
class SqsRightsTest {
    private final ElasticMqServer server = Sqs.shared();
    private final String namespace = Sqs.namespace();

    @Test
    void thoseOfAFleet() throws Exception {
        try (FaultProxy ofDriver = new FaultProxy(server.endpoint());
                FaultProxy ofSender = new FaultProxy(server.endpoint())) {
            orphan();
            try (Transport driver = Sqs.driver(namespace, Sqs.with(ofDriver.endpoint()));
                    Transport sender = Sqs.sender(namespace, Sqs.with(ofSender.endpoint()))) {
                live(driver, sender);
                Awaitility.await().until(() -> ofDriver.calls("ListQueueTags") > 0);
            }
            assertThat(ofDriver.actions()).containsExactlyInAnyOrderElementsOf(actions("driver-policy.json"));
            assertThat(ofSender.actions()).containsExactlyInAnyOrderElementsOf(actions("publisher-policy.json"));
        }
    }

    @Test
    void thoseOfOneQueue() throws Exception {
        try (FaultProxy ofDriver = new FaultProxy(server.endpoint());
                FaultProxy ofSender = new FaultProxy(server.endpoint());
                SqsClient client = Sqs.client(server.endpoint())) {
            String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                    .queueUrl();
            String all = client.createQueue(request -> request.queueName(namespace + "-all"))
                    .queueUrl();
            Map<String, String> settings =
                    Sqs.with(ofDriver.endpoint(), "sqs.queue-url", url, "sqs.reports-queue-url", all);
            try (Transport driver = Sqs.driver(namespace, settings);
                    Transport waits = Sqs.sender(namespace, Sqs.with(server.endpoint(), "sqs.queue-url", url));
                    Transport sender = Sqs.sender(namespace, Sqs.with(ofSender.endpoint(), "sqs.queue-url", url))) {
                live(driver, waits);
                Sqs.signal(sender, "stop orders");
            }
            assertThat(ofDriver.actions())
                    .containsExactlyInAnyOrderElementsOf(actions("driver-policy-given-queue.json"));
            assertThat(ofSender.actions())
                    .containsExactlyInAnyOrderElementsOf(actions("publisher-policy-given-queue.json"));
        }
    }

    private void orphan() {
        try (SqsClient client = Sqs.client(server.endpoint())) {
            client.createQueue(request -> request.queueName("curfew-" + namespace + "-signals-0000000000000001")
                    .tags(Map.of(
                            "curfew:namespace", namespace,
                            "curfew:owner", "d",
                            "curfew:heartbeat", "2026-01-01T00:00:00Z")));
        }
    }

    private static void live(Transport driver, Transport sender) {
        driver.end(Topic.SIGNALS);
        driver.announce(new RunInfo("run-1", Instant.now(), Labels.of(Map.of("team", "payments"))));
        Reader signals = Sqs.fromNow(driver);
        String address = Objects.requireNonNull(sender.replyAddress());
        Reader reports = sender.read(Topic.REPORTS, sender.end(Topic.REPORTS));
        Sqs.signal(sender, "stop orders");
        Sqs.awaitOne(signals);
        Sqs.report(driver, address, "{}");
        Sqs.awaitOne(reports);
        Sqs.poll(reports, java.time.Duration.ZERO);
        sender.sightings();
    }

    private static Set<String> actions(String policy) throws IOException {
        Set<String> actions = new TreeSet<>();
        JsonNode document =
                new ObjectMapper().readTree(Path.of("..", "docs", "sqs", policy).toFile());
        for (JsonNode statement : document.get("Statement")) {
            JsonNode action = statement.get("Action");
            (action.isArray() ? action : new ObjectMapper().createArrayNode().add(action))
                    .forEach(each -> actions.add(each.asText().substring("sqs:".length())));
        }
        return actions;
    }
}
