package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.acl.AclOperation;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
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

    @TempDir
    private static Path folder = Path.of(".");

    @Nullable private static SecureBroker secure;

    private final String namespace = Broker.newNamespace();
    private final KafkaTransport transport =
            new KafkaTransport(settings("alice", "alice-secret"), Duration.ofMillis(200));

    @BeforeAll
    static void start() {
        secure = new SecureBroker(folder);
    }

    @AfterAll
    static void stop() {
        broker().close();
    }

    private static SecureBroker broker() {
        return Objects.requireNonNull(secure);
    }

    @BeforeEach
    void createTopics() {
        for (Topic topic : Topic.values()) {
            broker().createTopic(name(topic));
        }
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private KafkaSettings settings(String user, String password) {
        return KafkaSettings.of(
                new BackendConfig(namespace, Role.DRIVER, "driver-1", broker().settings(user, password)));
    }

    private String name(Topic topic) {
        return topic == Topic.SIGNALS ? Broker.signals(namespace) : Broker.reports(namespace);
    }

    private void grant(Topic topic, AclOperation operation) {
        broker().grant(name(topic), operation);
    }

    /** As of a certificate authority that was renewed: Kafka's own clients read their stores once. */
    @Test
    void certificatesThatAreRenewedAreReadWithoutARestart() throws Exception {
        for (AclOperation right : List.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE)) {
            grant(Topic.SIGNALS, right);
        }
        Path trusted = folder.resolve("trusted.p12");
        Files.copy(SecureBroker.makeStore(folder, "outdated.p12"), trusted);
        Map<String, String> values = broker().settings("alice", "alice-secret");
        values.put("kafka.client.ssl.truststore.location", trusted.toString());
        KafkaSettings settings = KafkaSettings.of(new BackendConfig(namespace, Role.DRIVER, "driver-1", values));
        try (KafkaTransport renewed = new KafkaTransport(settings, Duration.ofMillis(200))) {
            assertThatThrownBy(() -> renewed.end(Topic.SIGNALS)).hasMessageContaining("does not let User:alice in");
            assertThatThrownBy(() -> renewed.publish(Broker.signal("stop orders"), TIMEOUT))
                    .hasMessageContaining("does not let User:alice in");

            Files.copy(broker().store(), trusted, StandardCopyOption.REPLACE_EXISTING);
            eventually(() -> renewed.publish(Broker.signal("stop orders"), TIMEOUT));
            eventually(() -> renewed.end(Topic.SIGNALS));
        }
    }

    @Test
    void whoeverWasConnectedWhenTheCertificateWasRenewedConnectsAnew() throws Exception {
        for (AclOperation right : List.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE)) {
            grant(Topic.SIGNALS, right);
        }
        eventually(() -> transport.publish(Broker.signal("stop orders"), TIMEOUT));
        Position end = transport.end(Topic.SIGNALS);
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            transport.publish(Broker.signal("stop orders"), TIMEOUT);
            listening.until(() -> listening.deliveries.size() == 1);

            broker().renewCertificate();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(TransportException.class)
                    .until(() -> transport
                            .publish(Broker.signal("stop payments"), TIMEOUT)
                            .isKept());
            listening.until(() -> listening.texts().contains("stop payments"));
        }
    }

    /** A right needs a moment until it holds everywhere. */
    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(assertion);
    }

    private static String lacks(String right, String topic) {
        return "User:alice lacks the right to " + right + " the topic " + topic + " on Kafka at "
                + broker().address() + ": grant it with kafka-acls.sh --bootstrap-server "
                + broker().address()
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
            broker().withdraw(name(Topic.SIGNALS), AclOperation.READ);
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
        Map<String, String> values = broker().settings("alice", "alice-secret");
        values.put("kafka.create-topics", "true");
        String other = Broker.newNamespace();
        KafkaSettings creating = KafkaSettings.of(new BackendConfig(other, Role.DRIVER, "driver-1", values));
        broker().grant(Broker.signals(other), AclOperation.DESCRIBE);
        try (KafkaTransport forbidden = new KafkaTransport(creating)) {
            eventually(() -> assertThatThrownBy(() -> forbidden.end(Topic.SIGNALS))
                    .hasMessage(lacks("Create", Broker.signals(other))));
        }
    }
}
