package io.github.curfew.chaos;

import io.github.curfew.servers.ElasticMqServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class SqsChaosTest extends ChaosContract {
    /** Megabytes: the server's file grows by half of one each second, and it is this story's to say when its disk is full. */
    private static final int ROOM = 256;

    SqsChaosTest() {
        super(153, Network.FULL_DISK);
    }

    @Override
    Victim victim() throws IOException {
        return SmallDisk.with(ROOM, Sqs::new);
    }

    /** A queue for each driver, and one for all reports. */
    private static final class Sqs implements Victim {
        private static final String REPORTS = "curfew-chaos-reports";

        private final @Nullable SmallDisk disk;
        private final ElasticMqServer server;
        private final TcpProxy proxy = new TcpProxy();
        private final SqsClient client;

        Sqs(@Nullable SmallDisk disk) {
            this.disk = disk;
            server = disk == null ? ElasticMqServer.start() : ElasticMqServer.start(disk.path());
            proxy.to(URI.create(server.endpoint()).getPort());
            client = SqsClient.builder()
                    .endpointOverride(URI.create(server.endpoint()))
                    .region(Region.of(ElasticMqServer.REGION))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
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
                    disk,
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
        public void close() throws IOException {
            client.close();
            proxy.close();
            server.close();
            if (disk != null) {
                disk.close();
            }
        }
    }
}
