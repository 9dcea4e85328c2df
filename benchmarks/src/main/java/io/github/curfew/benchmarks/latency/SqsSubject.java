package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.sqs.SqsProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * ElasticMQ; a client that sends, polls for 20 s at a time and deletes what is in hand. For a fleet both sides ask first
 * which queues there are, since there may be a new one.
 */
final class SqsSubject implements WokenSubject {
    private static final String NOBODY = "none";
    private static final String PREFIX = "raw-signals-";

    private final ElasticMqServer server;
    private final boolean fleet;

    /** @param fleet whether each driver has a queue of its own, else both sides are given the one there is */
    SqsSubject(boolean fleet) {
        this.fleet = fleet;
        // Nobody looks at them, but a client has to have some.
        System.setProperty("aws.accessKeyId", NOBODY);
        System.setProperty("aws.secretAccessKey", NOBODY);
        server = ElasticMqServer.start();
    }

    @Override
    public String title() {
        return fleet ? "sqs, a driver's own queue" : "sqs, a given queue";
    }

    @Override
    public BackendProvider provider() {
        return new SqsProvider();
    }

    @Override
    public String id() {
        return fleet ? "sqs-own" : "sqs-given";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.sqs();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings =
                new TreeMap<>(Map.of("sqs.endpoint", server.endpoint(), "sqs.region", ElasticMqServer.REGION));
        if (!fleet) {
            try (SqsClient client = client()) {
                settings.put(
                        "sqs.queue-url",
                        client.createQueue(request -> request.queueName("given"))
                                .queueUrl());
            }
        }
        return settings;
    }

    /** Dates there are to the second, and what lies so close to a run's start is not obeyed. */
    @Override
    public Duration clearOfAStart() {
        return Duration.ofSeconds(4);
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(10);
    }

    private SqsClient client() {
        return SqsClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.of(ElasticMqServer.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(NOBODY, NOBODY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .build();
    }

    @Override
    public String rawTitle() {
        return fleet ? "list, send; poll, delete" : "send; poll, delete";
    }

    @Override
    public RawClient openRaw() {
        SqsClient client = client();
        String url =
                client.createQueue(request -> request.queueName(PREFIX + "1")).queueUrl();
        return new Raw(client, client(), url, fleet);
    }

    @Override
    public void close() {
        server.close();
    }

    /** One client to send and one to receive, as two processes have. */
    private static final class Raw implements RawClient {
        private final SqsClient sender;
        private final SqsClient receiver;
        private final String url;
        private final boolean fleet;
        private final List<Message> inHand = new ArrayList<>();

        Raw(SqsClient sender, SqsClient receiver, String url, boolean fleet) {
            this.sender = sender;
            this.receiver = receiver;
            this.url = url;
            this.fleet = fleet;
        }

        @Override
        public void send(byte[] message) {
            String text = new String(message, StandardCharsets.UTF_8);
            List<String> urls = fleet
                    ? sender.listQueues(request -> request.queueNamePrefix(PREFIX))
                            .queueUrls()
                    : List.of(url);
            urls.forEach(
                    to -> sender.sendMessage(request -> request.queueUrl(to).messageBody(text)));
        }

        @Override
        public int receive() {
            inHand.clear();
            inHand.addAll(receiver.receiveMessage(request ->
                            request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(20))
                    .messages());
            return inHand.size();
        }

        @Override
        public void acknowledge() {
            for (Message message : inHand) {
                receiver.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }

        /** A poll that is under way takes no notice of its client's end: a last message ends it. */
        @Override
        public void close() {
            try {
                sender.sendMessage(request -> request.queueUrl(url).messageBody("bye"));
            } catch (SdkException e) {
                throw new IllegalStateException("cannot end the raw client's poll", e);
            } finally {
                sender.close();
            }
        }
    }
}
