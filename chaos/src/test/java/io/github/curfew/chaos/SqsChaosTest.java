package io.github.curfew.chaos;

import io.github.curfew.servers.ElasticMqServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class SqsChaosTest extends ChaosContract {
    SqsChaosTest() {
        super(8);
    }

    @Override
    Victim victim() {
        return new Sqs();
    }

    /** A queue for each driver, and one for all reports. */
    private static final class Sqs implements Victim {
        private static final String REPORTS = "curfew-chaos-reports";

        private final ElasticMqServer server = ElasticMqServer.start();
        private final TcpProxy proxy =
                new TcpProxy().to(URI.create(server.endpoint()).getPort());
        private final SqsClient client = SqsClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.of(ElasticMqServer.REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .build();

        Sqs() {
            client.createQueue(create -> create.queueName(REPORTS));
        }

        private Map<String, String> at(int port) {
            String endpoint = "http://127.0.0.1:" + port;
            return Map.of(
                    "sqs.endpoint",
                    endpoint,
                    "sqs.region",
                    ElasticMqServer.REGION,
                    "sqs.timeout",
                    "2s",
                    "sqs.reports-queue-url",
                    endpoint + "/" + ElasticMqServer.ACCOUNT + "/" + REPORTS);
        }

        @Override
        public Map<String, String> drivers() {
            return at(proxy.port());
        }

        @Override
        public Map<String, String> senders() {
            return at(URI.create(server.endpoint()).getPort());
        }

        @Override
        public boolean keepsForStrangers() {
            return false;
        }

        @Override
        public List<Fault> faults() {
            return Network.faults(
                    proxy,
                    server.process(),
                    null,
                    Fault.losing(
                            "queue deleted",
                            () -> queues().stream()
                                    .limit(1)
                                    .forEach(url -> gone(() -> client.deleteQueue(delete -> delete.queueUrl(url)))),
                            () -> {}),
                    Fault.losingSilently(
                            "queues purged",
                            () -> queues().forEach(url -> gone(() -> client.purgeQueue(purge -> purge.queueUrl(url)))),
                            () -> {}));
        }

        /** Its driver may leave meanwhile, and takes it away. */
        private static void gone(Runnable what) {
            try {
                what.run();
            } catch (QueueDoesNotExistException e) {
                // As was wanted.
            }
        }

        private List<String> queues() {
            return client.listQueues(list -> list.queueNamePrefix("curfew-default-signals-"))
                    .queueUrls();
        }

        @Override
        public void close() {
            client.close();
            proxy.close();
            server.close();
        }
    }
}
