package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.servers.ElasticMqServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On SQS, where no broker keeps who is there, nor what became of a signal. */
@Tag("full")
@Timeout(120)
final class SqsSilenceTest {
    private static final String QUEUE = "curfew-default-signals-0123456789abcdef";

    @BeforeEach
    void haveCredentials() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterEach
    void haveNoCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aStopNamesWhoHasAQueueAndSaysNothing() throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start();
                FakeDriver driver = new FakeDriver(
                        Map.of("sqs.endpoint", server.endpoint(), "sqs.region", "elasticmq"),
                        new FakeRun("orders", true),
                        new FakeRun("clicks", true))) {
            Map<String, String> environment =
                    Map.of("CURFEW_SQS_ENDPOINT", server.endpoint(), "CURFEW_SQS_REGION", "elasticmq");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Typed.in(environment, "list", "-o", "name")
                                    .out()
                                    .lines()
                                    .count()
                            == 2);
            Typed all = Typed.in(environment, "stop", "clicks", "--wait");
            assertThat(all.code()).as(all.toString()).isZero();
            assertThat(all.err()).isEmpty();

            makeQueueOfADriverThatHangs(server);
            Typed stop = Typed.in(environment, "stop", "orders", "--wait");
            assertThat(stop.code()).as(stop.toString()).isZero();
            assertThat(stop.err())
                    .isEqualTo("curfew: the driver of " + QUEUE + " says nothing: it has crashed, or cannot report"
                            + System.lineSeparator());
            assertThat(driver.runs()).isZero();

            Typed status = Typed.in(environment, "status", stop.out().replaceAll("(?s).*signal (\\S+): .*", "$1"));
            assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(status.err())
                    .startsWith("curfew: the backend sqs keeps no reports for others")
                    .contains("curfew: nobody has answered the signal ");
        }
    }

    private static void makeQueueOfADriverThatHangs(ElasticMqServer server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "Action=CreateQueue&QueueName=" + QUEUE + "&Tag.1.Key=curfew%3Aowner&Tag.1.Value=hangs"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
