package io.github.curfew.sqs;

import io.github.curfew.aws.ServiceClock;
import io.github.curfew.spi.Payload;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Sends one message to one queue, under an identity of our own. Thread-safe. */
final class Sender {
    /** What SQS takes, less what our attribute needs. */
    static final int LARGEST = 255 * 1024;

    private static final String FIFO = ".fifo";
    private static final String GROUP = "curfew";

    private final Calls calls;

    Sender(Calls calls) {
        this.calls = calls;
    }

    /** Looks whether any queue would take it. */
    static void check(String queue, Payload body) {
        if (body.size() > LARGEST) {
            throw Failures.tooLarge(queue, body.size(), LARGEST);
        }
        body.text().codePoints().filter(point -> !isAllowed(point)).findFirst().ifPresent(point -> {
            throw Failures.unwritable(queue, point);
        });
    }

    private static boolean isAllowed(int point) {
        return point == 0x9
                || point == 0xA
                || point == 0xD
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    /**
     * Sends it.
     *
     * @param url the queue's
     * @param id the identity that all copies have
     * @param body already checked
     * @param end until when it is tried, by {@link System#nanoTime}
     * @return the date of the answer
     */
    @Nullable Instant send(String url, String id, Payload body, long end) {
        Map<String, MessageAttributeValue> attributes = Map.of(
                Received.ID,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(id)
                        .build());
        return ServiceClock.date(calls.insist(
                        "SendMessage",
                        url,
                        end,
                        sqs -> sqs.sendMessage(request -> {
                            request.queueUrl(url).messageBody(body.text()).messageAttributes(attributes);
                            if (url.endsWith(FIFO)) {
                                request.messageGroupId(GROUP).messageDeduplicationId(id);
                            }
                        }))
                .sdkHttpResponse());
    }
}
