package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticMqServerTest {
    private static final Duration BUSY = Duration.ofSeconds(6);
    private static final long A_MESSAGE_AND_SOME_CHUNKS = 16 * 1_024;
    private static final Pattern HANDLE = Pattern.compile("\"ReceiptHandle\":\"([^\"]+)\"");

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

    /** Who came before the queues were there made them himself: then they could not be restored, and nothing was kept. */
    @Test
    void hasItsQueuesAgainBeforeAnybodyCanMakeThem() throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start()) {
            for (int queue = 0; queue < 20; queue++) {
                make(server, "q" + queue);
            }
            call(server, "SendMessage", "{\"QueueUrl\":\"" + server.queueUrl("q19") + "\",\"MessageBody\":\"kept\"}");
            server.process().kill();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> made = CompletableFuture.supplyAsync(() -> makeAny(server, over));
            server.process().start();
            over.set(true);
            assertThat(made.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(call(server, "ReceiveMessage", "{\"QueueUrl\":\"" + server.queueUrl("q19") + "\"}"))
                    .contains("kept");
        }
    }

    /** It ended of its own writing on a small disk: the room of what is deleted was not used again in time. */
    @Test
    void usesItsRoomAgain(@TempDir Path data) throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start(data)) {
            make(server, "q");
            Path file = data.resolve("messages.mv.db");
            long before = Files.size(file);
            String queue = "{\"QueueUrl\":\"" + server.queueUrl("q") + "\"";
            int messages = 0;
            for (long end = System.nanoTime() + BUSY.toNanos(); System.nanoTime() < end; messages++) {
                call(server, "SendMessage", queue + ",\"MessageBody\":\"" + messages + "\"}");
                Matcher handle = HANDLE.matcher(call(server, "ReceiveMessage", queue + "}"));
                assertThat(handle.find()).isTrue();
                call(server, "DeleteMessage", queue + ",\"ReceiptHandle\":\"" + handle.group(1) + "\"}");
            }
            assertThat((Files.size(file) - before) / messages).isLessThan(A_MESSAGE_AND_SOME_CHUNKS);
        }
    }

    /** Until somebody says that it is over, those that there were and others; how many there were. */
    private static int makeAny(ElasticMqServer server, AtomicBoolean over) {
        int made = 0;
        for (int queue = 0; made == 0 || !over.get(); queue++) {
            try {
                make(server, "q" + queue % 40);
                made++;
            } catch (IOException e) {
                // It is not there yet.
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return made;
    }

    private static void make(ElasticMqServer server, String queue) throws IOException, InterruptedException {
        String answer = call(
                server,
                "CreateQueue",
                "{\"QueueName\":\"" + queue + "\",\"Attributes\":{\"VisibilityTimeout\":\"5\"}}");
        assertThat(answer).contains(server.queueUrl(queue));
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
