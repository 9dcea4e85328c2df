package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.ServerProcess;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that lets in only who has a name and a password, over TLS, and allows only what somebody was granted. */
@Tag("every-client")
class KafkaAccessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @TempDir
    private static Path folder = Path.of(".");

    private static int port;
    private static KafkaServer server = Broker.SERVER;
    private static Admin admin = Broker.ADMIN;

    private final String namespace = Broker.newNamespace();
    private final KafkaTransport transport =
            new KafkaTransport(settings("alice", "alice-secret"), Duration.ofMillis(200));

    @BeforeAll
    static void start() {
        String store = folder.resolve("broker.p12").toString();
        ServerProcess.run(
                "keytool",
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store));
        port = FreePort.next();
        server = KafkaServer.start(Map.of(
                "listeners", "SECURE://127.0.0.1:" + port,
                "listener.security.protocol.map", "SECURE:SASL_SSL",
                "sasl.enabled.mechanisms", "PLAIN",
                "listener.name.secure.plain.sasl.jaas.config", PLAIN + "user_alice=\"alice-secret\";",
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", store,
                "ssl.keystore.password", "changeit",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS"));
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        server.close();
    }

    @BeforeEach
    void createTopics() {
        for (Topic topic : Topic.values()) {
            Broker.done(admin.createTopics(List.of(
                            new NewTopic(name(topic), Optional.of(1), Optional.empty()).configs(Broker.BROKER_TIME)))
                    .all());
        }
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private KafkaSettings settings(String user, String password) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", "127.0.0.1:" + port);
        values.put("kafka.create-topics", "false");
        values.put("kafka.client.security.protocol", "SASL_SSL");
        values.put("kafka.client.sasl.mechanism", "PLAIN");
        values.put("kafka.client.sasl.jaas.config", PLAIN + "username=\"" + user + "\" password=\"" + password + "\";");
        values.put("kafka.client.ssl.truststore.type", "PKCS12");
        values.put(
                "kafka.client.ssl.truststore.location",
                folder.resolve("broker.p12").toString());
        values.put("kafka.client.ssl.truststore.password", "changeit");
        return KafkaSettings.of(new BackendConfig(namespace, Role.DRIVER, "driver-1", values));
    }

    private String name(Topic topic) {
        return topic == Topic.SIGNALS ? Broker.signals(namespace) : Broker.reports(namespace);
    }

    private AclBinding right(Topic topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name(topic), PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", operation, AclPermissionType.ALLOW));
    }

    private void grant(Topic topic, AclOperation operation) {
        Broker.done(admin.createAcls(List.of(right(topic, operation))).all());
    }

    /** A right needs a moment until it holds everywhere. */
    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(assertion);
    }

    private static String lacks(String right, String topic) {
        return "User:alice lacks the right to " + right + " the topic " + topic + " on Kafka at 127.0.0.1:" + port
                + ": grant it with kafka-acls.sh --bootstrap-server 127.0.0.1:" + port
                + " --add --allow-principal User:alice --operation " + right + " --topic " + topic;
    }

    @Test
    void saysWhichRightIsLackingOneByOne() throws Exception {
        String signals = name(Topic.SIGNALS);
        assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                .isInstanceOf(TransportException.class)
                .hasMessage(lacks("Describe", signals));

        grant(Topic.SIGNALS, AclOperation.DESCRIBE);
        eventually(() -> transport.end(Topic.SIGNALS));
        assertThatThrownBy(() -> transport.publish(Broker.signal("stop orders"), TIMEOUT))
                .hasMessage(lacks("Write", signals));
        Position end = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> !listening.failures.isEmpty());
            assertThat(listening.failures.get(0)).hasMessage(lacks("Read", signals));

            grant(Topic.SIGNALS, AclOperation.WRITE);
            eventually(() -> transport.publish(Broker.signal("stop orders"), TIMEOUT));
            grant(Topic.SIGNALS, AclOperation.READ);
            listening.until(() -> !listening.deliveries.isEmpty());
            assertThat(listening.losses).isEmpty();
        }
    }

    @Test
    void missesNothingWhileARightIsWithdrawn() throws Exception {
        grant(Topic.SIGNALS, AclOperation.READ);
        grant(Topic.SIGNALS, AclOperation.WRITE);
        eventually(() -> transport.publish(Broker.signal("zero"), TIMEOUT));
        Position end = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            transport.publish(Broker.signal("one"), TIMEOUT);
            listening.until(() -> listening.deliveries.size() == 1);
            Broker.done(admin.deleteAcls(
                            List.of(right(Topic.SIGNALS, AclOperation.READ).toFilter()))
                    .all());
            listening.until(() -> !listening.failures.isEmpty());
            transport.publish(Broker.signal("two"), TIMEOUT);
            grant(Topic.SIGNALS, AclOperation.READ);
            listening.until(() -> listening.deliveries.size() == 2);
            assertThat(listening.texts()).containsExactly("one", "two");
        }
    }

    @Test
    void saysThatCredentialsAreWrong() {
        try (KafkaTransport wrong = new KafkaTransport(settings("alice", "guess"))) {
            assertThatThrownBy(() -> wrong.publish(Broker.signal("stop orders"), TIMEOUT))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("does not let User:alice in")
                    .hasMessageContaining("look at the credentials under curfew.kafka.client.*")
                    .hasMessageNotContaining("guess");
        }
    }

    @Test
    void mayNotCreateTopics() {
        Map<String, String> values = new HashMap<>();
        settings("alice", "alice-secret").client().forEach((key, value) -> values.put("kafka.client." + key, value));
        values.put("kafka.bootstrap.servers", "127.0.0.1:" + port);
        values.put("kafka.create-topics", "true");
        String other = Broker.newNamespace();
        KafkaSettings creating = KafkaSettings.of(new BackendConfig(other, Role.DRIVER, "driver-1", values));
        Broker.done(admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, Broker.signals(other), PatternType.LITERAL),
                        new AccessControlEntry("User:alice", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW))))
                .all());
        try (KafkaTransport forbidden = new KafkaTransport(creating)) {
            eventually(() -> assertThatThrownBy(() -> forbidden.end(Topic.SIGNALS))
                    .hasMessage(lacks("Create", Broker.signals(other))));
        }
    }
}
