package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With the real aws command, where there is one. */
class DynamoByHandTest {
    private final DynamoDbServer server = Dynamo.shared();
    private final String namespace = Dynamo.namespace();

    @Test
    void aFlagIsPutDeletedAndPutAgain() throws Exception {
        String put = "aws dynamodb put-item --table-name curfew --item '{\"namespace\": {\"S\": \"" + namespace
                + "\"}, \"id\": {\"S\": \"deploy-42\"}, \"stop\": {\"S\": \"orders\"}}'";
        shell(put);
        try (Transport driver = Dynamo.driver(namespace, Dynamo.with(server.endpoint()))) {
            Position fence = driver.end(Topic.SIGNALS);
            Reader reader = driver.read(Topic.SIGNALS, fence);
            assertThat(Dynamo.poll(reader, Duration.ofMillis(1_200)).deliveries())
                    .isEmpty();
            shell("aws dynamodb delete-item --table-name curfew --key '{\"namespace\": {\"S\": \"" + namespace
                    + "\"}, \"id\": {\"S\": \"deploy-42\"}}'");
            assertThat(Dynamo.poll(reader, Duration.ofMillis(1_200)).deliveries())
                    .isEmpty();
            shell(put);
            Delivery delivery = Dynamo.awaitOne(reader);
            assertThat(delivery.body().text()).isEqualTo("{\"stop\":\"orders\"}");
            assertThat(fence.order(delivery)).isEqualTo(Order.AFTER);
        }
    }

    @Test
    void theTableIsMadeAndReportsAreReadByHand() throws Exception {
        try (DynamoDbServer empty = DynamoDbServer.start()) {
            shell(
                    empty,
                    "aws dynamodb create-table --table-name curfew --billing-mode PAY_PER_REQUEST"
                            + " --attribute-definitions AttributeName=namespace,AttributeType=S AttributeName=id,AttributeType=S"
                            + " --key-schema AttributeName=namespace,KeyType=HASH AttributeName=id,KeyType=RANGE");
            shell(
                    empty,
                    "aws dynamodb update-time-to-live --table-name curfew"
                            + " --time-to-live-specification Enabled=true,AttributeName=expires");
            try (Transport driver = Dynamo.driver("default", Dynamo.with(empty.endpoint()))) {
                Dynamo.report(driver, "{\"report\":\"stopped\"}");
            }
            assertThat(shell(
                            empty,
                            "aws dynamodb query --table-name curfew --key-condition-expression '#n = :n'"
                                    + " --expression-attribute-names '{\"#n\": \"namespace\"}'"
                                    + " --expression-attribute-values '{\":n\": {\"S\": \"default#reports\"}}'"
                                    + " --query 'Items[].message.S' --output text"))
                    .isEqualTo("{\"report\":\"stopped\"}");
        }
    }

    private String shell(String line) throws IOException, InterruptedException {
        return shell(server, line);
    }

    private static String shell(DynamoDbServer server, String line) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> new File(folder, "aws").canExecute()),
                "aws is not on the PATH");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", server.endpoint());
        builder.environment().put("AWS_REGION", "eu-west-1");
        builder.environment().put("AWS_DEFAULT_REGION", "eu-west-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
