package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** With the real aws command, where there is one. */
class SqsByHandTest {
    private final ElasticMqServer server = Sqs.shared();
    private final String namespace = Sqs.namespace();

    @Test
    void oneDriverIsStoppedByOneMessage() throws Exception {
        try (SqsClient client = Sqs.client(server.endpoint())) {
            String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                    .queueUrl();
            try (Transport driver = Sqs.driver(namespace, Sqs.with(server.endpoint(), "sqs.queue-url", url))) {
                Reader reader = Sqs.fromNow(driver);
                shell("aws sqs send-message --queue-url " + url + " --message-body 'stop orders'");
                assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("stop orders");
            }
        }
    }

    @Test
    void aFleetIsStoppedByALoop() throws Exception {
        try (Transport one = Sqs.driver(namespace, Sqs.with(server.endpoint()));
                Transport two = Sqs.driver(namespace, Sqs.with(server.endpoint()))) {
            List<Reader> readers = List.of(Sqs.fromNow(one), Sqs.fromNow(two));
            shell("for queue in $(aws sqs list-queues --queue-name-prefix curfew-" + namespace + "-signals- "
                    + "--query 'QueueUrls[]' --output text); do aws sqs send-message --queue-url \"$queue\" "
                    + "--message-body 'stop orders'; done");
            for (Reader reader : readers) {
                assertThat(Sqs.awaitOne(reader).body().text()).isEqualTo("stop orders");
            }
        }
    }

    @Test
    void reportsAreReadByHand() throws Exception {
        try (SqsClient client = Sqs.client(server.endpoint())) {
            String url = client.createQueue(request -> request.queueName(namespace + "-all"))
                    .queueUrl();
            try (Transport driver = Sqs.driver(namespace, Sqs.with(server.endpoint(), "sqs.reports-queue-url", url))) {
                assertThat(driver.end(Topic.SIGNALS)).isNotNull();
                Sqs.report(driver, null, "{\"report\":1}");
                assertThat(shell("aws sqs receive-message --wait-time-seconds 5 --queue-url " + url))
                        .contains("{\\\"report\\\":1}");
            }
        }
    }

    private String shell(String line) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> new File(folder, "aws").canExecute()),
                "aws is not on the PATH");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", server.endpoint());
        builder.environment().put("AWS_DEFAULT_REGION", ElasticMqServer.REGION);
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
