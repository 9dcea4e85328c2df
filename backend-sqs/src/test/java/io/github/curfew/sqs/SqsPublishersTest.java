package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.servers.PublisherScript;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What {@code examples/publishers} has for this backend, as somebody without Curfew runs it. */
class SqsPublishersTest {
    private static final String SELECTOR = "query.name=\"orders, eu\",team!=a";
    private static final String REASON = "deploy \"42\" \\ now, für alle";

    private final ElasticMqServer server = Sqs.shared();
    private final String namespace = Sqs.namespace();

    private Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "CURFEW_NAMESPACE",
                namespace,
                "CURFEW_SQS_ENDPOINT",
                server.endpoint(),
                "AWS_REGION",
                ElasticMqServer.REGION,
                "AWS_DEFAULT_REGION",
                ElasticMqServer.REGION,
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test"));
    }

    @ParameterizedTest
    @CsvSource({"sqs/publish.py, boto3", "sqs/publish.mjs, @aws-sdk/client-sqs", "sqs/publish.sh, aws"})
    void stops(String name, String need) throws Exception {
        PublisherScript script = PublisherScript.of(name, need.split(" "));
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        assertThatThrownBy(() -> script.stop(environment(), SELECTOR, REASON))
                .as("a stop that nobody can hear")
                .hasMessageContaining("no driver has a queue");
        try (Transport one = Sqs.driver(namespace, Sqs.with(server.endpoint()));
                Transport two = Sqs.driver(namespace, Sqs.with(server.endpoint()))) {
            List<Reader> readers = List.of(Sqs.fromNow(one), Sqs.fromNow(two));
            script.stop(environment(), SELECTOR, REASON);
            readers.forEach(reader -> assertStop(Sqs.awaitOne(reader)));
        }
        try (SqsClient client = Sqs.client(server.endpoint())) {
            String url = client.createQueue(request -> request.queueName(namespace + "-given"))
                    .queueUrl();
            try (Transport driver = Sqs.driver(namespace, Sqs.with(server.endpoint(), "sqs.queue-url", url))) {
                Reader reader = Sqs.fromNow(driver);
                Map<String, String> environment = environment();
                environment.put("CURFEW_SQS_QUEUE_URL", url);
                script.stop(environment, SELECTOR, REASON);
                assertStop(Sqs.awaitOne(reader));
            }
        }
    }

    private static void assertStop(Delivery delivery) {
        Signal signal =
                Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("broker", delivery.id()));
        assertThat(signal.action()).isEqualTo(Action.STOP);
        assertThat(signal.selector()).isEqualTo(Selector.parse(SELECTOR));
        assertThat(signal.terms().reason()).isEqualTo(REASON);
    }
}
