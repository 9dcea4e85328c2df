package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.servers.PublisherScript;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code examples/publishers} has for this backend, as somebody without Curfew runs it. */
class DynamoPublishersTest {
    private static final String SELECTOR = "query.name=\"orders, eu\",team!=a";
    private static final String REASON = "deploy \"42\" \\ now, für alle";

    private final DynamoDbServer server = Dynamo.shared();
    private final String namespace = Dynamo.namespace();

    private Map<String, String> environment() {
        return Map.of(
                "CURFEW_NAMESPACE", namespace,
                "CURFEW_DYNAMODB_ENDPOINT", server.endpoint(),
                "AWS_REGION", "eu-west-1",
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb/publish.py, boto3",
        "dynamodb/publish.mjs, @aws-sdk/client-dynamodb",
        "dynamodb/publish.sh, aws jq"
    })
    void stops(String name, String need) throws Exception {
        PublisherScript script = PublisherScript.of(name, need.split(" "));
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        try (Transport driver = Dynamo.driver(namespace, Dynamo.with(server.endpoint()))) {
            Reader reader = Dynamo.fromNow(driver);
            script.stop(environment(), SELECTOR, REASON);
            assertStop(Dynamo.awaitOne(reader));
        }
    }

    @Test
    void stopsFromALambdaWhoseRepetitionIsTheSameSignal() throws Exception {
        PublisherScript script = PublisherScript.of("recipes/lambda_stop.py", "boto3");
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        String invocation = """
                import sys, types
                sys.path.insert(0, sys.argv[1])
                import lambda_stop
                context = types.SimpleNamespace(aws_request_id="8476a536", invoked_function_arn="arn:aws:lambda:stop")
                for attempt in range(2):
                    lambda_stop.handler({"selector": sys.argv[2], "reason": sys.argv[3]}, context)
                """;
        try (Transport driver = Dynamo.driver(namespace, Dynamo.with(server.endpoint()))) {
            Reader reader = Dynamo.fromNow(driver);
            script.invoke(environment(), invocation, SELECTOR, REASON);
            Delivery delivery = Dynamo.awaitOne(reader);
            assertStop(delivery);
            assertThat(Codec.decodeSignal(delivery.body(), Map.of(), new SignalId("broker", "1"))
                            .id())
                    .isEqualTo(new SignalId("arn:aws:lambda:stop", "8476a536"));
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
