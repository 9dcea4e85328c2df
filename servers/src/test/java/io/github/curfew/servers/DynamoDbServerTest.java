package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class DynamoDbServerTest {
    @Test
    void keepsItsItemsOverAKillAndTellsTheTime() throws Exception {
        try (DynamoDbServer server = DynamoDbServer.start()) {
            call(server, "CreateTable", """
                    {"TableName":"table","BillingMode":"PAY_PER_REQUEST",
                     "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],
                     "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}""");
            call(server, "PutItem", "{\"TableName\":\"table\",\"Item\":{\"k\":{\"S\":\"kept\"}}}");
            server.process().kill();
            server.process().start();
            HttpResponse<String> found = call(server, "Scan", "{\"TableName\":\"table\"}");
            assertThat(found.body()).contains("kept");
            assertThat(found.headers().firstValue("Date")).isPresent();
        }
    }

    private static HttpResponse<String> call(DynamoDbServer server, String action, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint()))
                .header("X-Amz-Target", "DynamoDB_20120810." + action)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
