package io.github.curfew.chaos;

import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.KafkaServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

class KafkaChaosTest extends ChaosContract {
    KafkaChaosTest() {
        super(7);
    }

    @Override
    Victim victim() throws IOException {
        return SmallDisk.with(128, Kafka::new);
    }

    /** A broker tells clients where to find it: drivers are told of the proxy, senders of another listener. */
    private static final class Kafka implements Victim {
        private static final String SIGNALS = "curfew.default.signals";

        private final @Nullable SmallDisk disk;
        private final TcpProxy proxy = new TcpProxy();
        private final int direct = FreePort.next();
        private final KafkaServer server;
        private final Admin admin;

        Kafka(@Nullable SmallDisk disk) {
            this.disk = disk;
            Map<String, String> settings = new HashMap<>(Map.of(
                    "listeners",
                    "DIRECT://127.0.0.1:" + direct,
                    "listener.security.protocol.map",
                    "DIRECT:PLAINTEXT",
                    "advertised.listeners",
                    "PLAINTEXT://127.0.0.1:" + proxy.port() + ",DIRECT://127.0.0.1:" + direct));
            if (disk != null) {
                settings.put("log.dirs", disk.path().resolve("data").toString());
            }
            server = KafkaServer.start(settings);
            String address = server.bootstrapServers();
            proxy.to(Integer.parseInt(address.substring(address.indexOf(':') + 1)));
            admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + direct));
        }

        @Override
        public Map<String, String> drivers() {
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + proxy.port(), "kafka.create-topics", "true");
        }

        @Override
        public Map<String, String> senders() {
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + direct, "kafka.create-topics", "true");
        }

        @Override
        public List<Fault> faults() {
            // Whoever needs it first makes it anew.
            return Network.faults(proxy, server.process(), disk, Fault.losing("topic deleted", this::delete, () -> {}));
        }

        private void delete() throws Exception {
            try {
                admin.deleteTopics(List.of(SIGNALS)).all().get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }

        @Override
        public void close() throws IOException {
            admin.close(java.time.Duration.ZERO);
            proxy.close();
            server.close();
            if (disk != null) {
                disk.close();
            }
        }
    }
}
