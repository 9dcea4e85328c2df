package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ElasticMqServerTest {
    @Test
    void keepsItsMessagesOverAKill() throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start()) {
            assertThat(call(server, "CreateQueue", "{\"QueueName\":\"q\"}")).contains(server.queueUrl("q"));
            call(server, "SendMessage", "{\"QueueUrl\":\"" + server.queueUrl("q") + "\",\"MessageBody\":\"kept\"}");
            server.process().kill();
            server.process().start();
            assertThat(call(
                            server,
                            "ReceiveMessage",
                            "{\"WaitTimeSeconds\":10,\"QueueUrl\":\"" + server.queueUrl("q") + "\"}"))
                    .contains("kept");
        }
    }

    private static String call(ElasticMqServer server, String action, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint()))
                .header("X-Amz-Target", "AmazonSQS." + action)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
