package io.github.curfew.sqs;

import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsContractTest extends BackendTroubleContract {
    private final ElasticMqServer server = Sqs.shared();
    private final SqsClient client = Sqs.client(server.endpoint());
    private String reports = "";

    @BeforeEach
    void makeTheQueueForAllReports() {
        reports = client.createQueue(request -> request.queueName(namespace() + "-all"))
                .queueUrl();
    }

    @AfterEach
    void close() {
        client.deleteQueue(request -> request.queueUrl(reports));
        client.close();
    }

    @Override
    protected ContractBackend backend() {
        return new ContractBackend() {
            @Override
            public BackendProvider provider() {
                return new SqsProvider();
            }

            @Override
            public Map<String, String> settings() {
                return Sqs.with(server.endpoint(), "sqs.reports-queue-url", reports);
            }

            @Override
            public void publishByHand(String namespace, byte[] body) {
                String text = allowed(new String(body, StandardCharsets.UTF_8));
                for (String name : Sqs.queues(client, "curfew-" + namespace + "-signals-")) {
                    client.sendMessage(
                            request -> request.queueUrl(server.queueUrl(name)).messageBody(text));
                }
            }

            /** What SQS takes. */
            private String allowed(String text) {
                StringBuilder safe = new StringBuilder();
                text.codePoints()
                        .map(point -> (point < 0x20 && point != '\n' && point != '\t') || (point & 0xFFFE) == 0xFFFE
                                ? '?'
                                : point)
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
                    some = client.receiveMessage(request -> request.queueUrl(reports)
                                    .maxNumberOfMessages(10)
                                    .waitTimeSeconds(3))
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

            @Override
            public Outage outage() {
                return new Outage() {
                    @Override
                    public void begin() {
                        server.process().kill();
                    }

                    @Override
                    public void end() {
                        server.process().start();
                    }
                };
            }
        };
    }
}
