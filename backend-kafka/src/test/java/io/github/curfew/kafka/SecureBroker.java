package io.github.curfew.kafka;

import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that lets in only who has a name and a password, over TLS, and allows only what somebody was granted. Its
 * plain listener is for what tests do themselves.
 */
final class SecureBroker implements AutoCloseable {
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private final Path store;
    private final int port = FreePort.next();
    private final KafkaServer server;
    private final Admin admin;

    SecureBroker(Path folder) {
        store = makeStore(folder, "broker.p12");
        server = KafkaServer.start(Map.of(
                "listeners", "SECURE://127.0.0.1:" + port,
                "listener.security.protocol.map", "SECURE:SASL_SSL",
                "sasl.enabled.mechanisms", "PLAIN",
                "listener.name.secure.plain.sasl.jaas.config", PLAIN + "user_alice=\"alice-secret\";",
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", store.toString(),
                "ssl.keystore.password", "changeit",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS"));
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    }

    /** A certificate of its own, and its key, in a store that serves as a trust store too. */
    static Path makeStore(Path folder, String name) {
        Path store = folder.resolve(name);
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
                        store.toString()));
        return store;
    }

    /** Begins anew with another certificate, in the same file, which those that trust it have read already. */
    void renewCertificate() throws IOException {
        server.process().stop();
        Files.delete(store);
        Path unused = makeStore(
                Objects.requireNonNull(store.getParent()), store.getFileName().toString());
        server.process().start();
    }

    /** Whom to trust to reach it. */
    Path store() {
        return store;
    }

    /** Where one must have a name. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Where one need not. */
    String plainAddress() {
        return server.bootstrapServers();
    }

    Admin admin() {
        return admin;
    }

    /** What somebody's settings say. */
    Map<String, String> settings(String user, String password) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", address());
        values.put("kafka.client.security.protocol", "SASL_SSL");
        values.put("kafka.client.sasl.mechanism", "PLAIN");
        values.put("kafka.client.sasl.jaas.config", PLAIN + "username=\"" + user + "\" password=\"" + password + "\";");
        values.put("kafka.client.ssl.truststore.type", "PKCS12");
        values.put("kafka.client.ssl.truststore.location", store.toString());
        values.put("kafka.client.ssl.truststore.password", "changeit");
        return values;
    }

    void createTopic(String topic) {
        Broker.createTopic(admin, topic, 1, Broker.BROKER_TIME);
    }

    void grant(String topic, AclOperation operation) {
        Broker.done(admin.createAcls(List.of(right(topic, operation))).all());
    }

    void withdraw(String topic, AclOperation operation) {
        Broker.done(
                admin.deleteAcls(List.of(right(topic, operation).toFilter())).all());
    }

    private static AclBinding right(String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", operation, AclPermissionType.ALLOW));
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
