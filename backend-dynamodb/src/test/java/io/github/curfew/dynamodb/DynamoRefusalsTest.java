package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.servers.FreePort;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What AWS refuses, action by action, in its own words, and what a driver or sender makes of it. */
class DynamoRefusalsTest {
    private final DynamoDbServer server = Dynamo.shared();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final String namespace = Dynamo.namespace();
    private final Transport driver =
            Dynamo.driver(namespace, Dynamo.with(proxy.endpoint(), "dynamodb.poll-interval", "50ms"));
    private final Transport sender = Dynamo.sender(namespace, Dynamo.with(proxy.endpoint()));

    @AfterEach
    void close() {
        driver.close();
        sender.close();
        proxy.close();
    }

    @Test
    void eachActionThatIsNotAllowedIsNamedWithItsTableAndLeadingKey() {
        Reader reader = Dynamo.fromNow(driver);
        Dynamo.signal(sender, "signal-1", "{\"n\":1}");
        proxy.forbid("Query");
        String query = "dynamodb:Query failed on the table curfew, namespace " + namespace + ": it is not allowed"
                + " (give this identity the right dynamodb:Query for the leading key " + namespace + "): User: arn:";
        Dynamo.assertRefused(() -> Dynamo.poll(reader, Duration.ofSeconds(1)), query);
        Dynamo.assertRefused(() -> driver.end(Topic.SIGNALS), query);
        Dynamo.assertRefused(
                () -> sender.end(Topic.REPORTS),
                "dynamodb:Query failed on the table curfew, namespace " + namespace + "#reports: it is not allowed");
        proxy.allow();
        assertThat(Dynamo.texts(Dynamo.await(driver.read(Topic.SIGNALS, reader.position()), all -> !all.isEmpty())))
                .as("nothing was missed meanwhile")
                .containsExactly("{\"n\":1}");

        proxy.forbid("PutItem");
        Dynamo.assertRefused(
                () -> Dynamo.signal(sender, "signal-2", "{}"),
                "dynamodb:PutItem failed on the table curfew, namespace " + namespace + ": it is not allowed");
        Dynamo.assertRefused(
                () -> Dynamo.report(driver, "{}"),
                "the right dynamodb:PutItem for the leading key " + namespace + "#reports): User");
    }

    @Test
    void throttlingIsWaitedOutAndToldWhenItLasts() {
        Reader reader = Dynamo.fromNow(driver);
        Dynamo.signal(sender, "signal-0", "{\"n\":0}");
        Dynamo.awaitOne(reader);
        proxy.throttle("PutItem", 3);
        int before = proxy.calls("PutItem").size();
        Dynamo.signal(sender, "signal-1", "{\"n\":1}");
        assertThat(proxy.calls("PutItem").size() - before).isEqualTo(4);
        proxy.throttle("Query", Integer.MAX_VALUE);
        Dynamo.assertRefused(
                () -> Dynamo.poll(reader, Duration.ofSeconds(1)),
                "there is more to read or write than the table has capacity for, and AWS throttles it (give it more,"
                        + " or bill it on demand): The level of configured provisioned throughput");
        proxy.allow();
        assertThat(Dynamo.texts(Dynamo.await(driver.read(Topic.SIGNALS, reader.position()), all -> !all.isEmpty())))
                .containsExactly("{\"n\":1}");
    }

    @Test
    void credentialsThatAreOfNoUseAreTold() {
        proxy.refuse(
                "Query",
                1,
                "com.amazonaws.dynamodb.v20120810#ExpiredTokenException",
                "The security token included in the request is expired");
        Dynamo.assertRefused(() -> driver.end(Topic.SIGNALS), "the AWS credentials have expired (renew them)");
        proxy.refuse(
                "Query",
                1,
                "com.amazon.coral.service#UnrecognizedClientException",
                "The security token included in the request is invalid.");
        Dynamo.assertRefused(() -> driver.end(Topic.SIGNALS), "AWS does not take these credentials");
        proxy.refuse(
                "Query",
                1,
                "com.amazon.coral.service#InvalidSignatureException",
                "Credential should be scoped to a valid region.");
        Dynamo.assertRefused(() -> driver.end(Topic.SIGNALS), "look at the key, its secret and the region");
        assertThat(driver.end(Topic.SIGNALS)).isNotNull();
    }

    @Test
    void anEndpointThatIsDownOrUnknownOrSilentIsTold() {
        try (Transport nowhere = Dynamo.driver(namespace, Dynamo.with("http://127.0.0.1:" + FreePort.next()))) {
            Dynamo.assertRefused(() -> nowhere.end(Topic.SIGNALS), "dynamodb:Query failed on", "nothing answers there");
        }
        try (Transport unknown = Dynamo.driver(namespace, Dynamo.with("http://dynamodb.invalid"))) {
            Dynamo.assertRefused(() -> unknown.end(Topic.SIGNALS), "the host dynamodb.invalid is unknown");
        }
        proxy.silence("Query");
        try (Transport patient = Dynamo.driver(namespace, Dynamo.with(proxy.endpoint(), "dynamodb.timeout", "300ms"))) {
            Dynamo.assertRefused(() -> patient.end(Topic.SIGNALS), "no answer came in time");
        }
    }
}
