package io.github.curfew.sqs;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A real server, wherever it runs, as the contract asks for it. */
record OnSqs(String endpoint, SqsClient client, String reports, Outage outage) implements ContractBackend {
    @Override
    public BackendProvider provider() {
        return new SqsProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Sqs.with(endpoint, "sqs.reports-queue-url", reports);
    }

    @Override
    public void publishByHand(String namespace, byte[] body) {
        send(namespace, allowed(new String(body, StandardCharsets.UTF_8)), Map.of());
    }

    private void send(String namespace, String body, Map<String, MessageAttributeValue> attributes) {
        for (String url : client.listQueues(request -> request.queueNamePrefix("curfew-" + namespace + "-signals-"))
                .queueUrls()) {
            client.sendMessage(
                    request -> request.queueUrl(url).messageBody(body).messageAttributes(attributes));
        }
    }

    @Override
    public Map<String, ByHand> otherWaysByHand() {
        Map<String, MessageAttributeValue> attributes = Map.of(
                "ce_specversion", text("1.0"),
                "ce_id", text("7"),
                "ce_source", text("/ops"),
                "ce_type", text("io.github.curfew.stop.requested.v1"));
        return Map.of(
                "an event in a message's attributes",
                namespace -> send(namespace, "{\"selector\":\"orders\"}", attributes),
                "a message that SNS has wrapped",
                namespace -> send(
                        namespace,
                        "{\"Type\":\"Notification\",\"MessageId\":\"m-1\",\"TopicArn\":\"arn:aws:sns:eu-west-1:1:t\","
                                + "\"Message\":\"stop orders\",\"Timestamp\":\"2026-11-20T10:00:00.000Z\"}",
                        Map.of()),
                "an event of EventBridge",
                namespace -> send(
                        namespace,
                        "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"curfew\",\"source\":\"ops\","
                                + "\"time\":\"2026-11-20T10:00:00Z\",\"detail\":{\"stop\":\"orders\"}}",
                        Map.of()));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    /** What SQS takes. */
    private static String allowed(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .map(point ->
                        (point < 0x20 && point != '\n' && point != '\t') || (point & 0xFFFE) == 0xFFFE ? '?' : point)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    @Override
    public @Nullable List<Payload> stored(String namespace, Topic topic) {
        if (topic == Topic.SIGNALS) {
            // What is in hand is deleted: there is nothing to look at.
            return null;
        }
        List<Payload> found = new ArrayList<>();
        List<Message> some;
        do {
            some = client.receiveMessage(request ->
                            request.queueUrl(reports).maxNumberOfMessages(10).waitTimeSeconds(3))
                    .messages();
            some.forEach(message -> found.add(Payload.utf8(message.body())));
        } while (!some.isEmpty());
        return found;
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    @Override
    public boolean tellsOrder() {
        return false;
    }

    @Override
    public boolean knowsWhatIsPublishedByHand() {
        return false;
    }
}
