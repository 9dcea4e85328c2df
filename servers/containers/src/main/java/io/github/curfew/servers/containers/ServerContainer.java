package io.github.curfew.servers.containers;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.github.curfew.servers.FreePort;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, on a loopback port that stays its own when the server is killed and started again, so that
 * outages can be tried. Which image it runs can be told by a system property: {@code -Dcurfew.image.redis=redis:8}.
 */
public final class ServerContainer implements AutoCloseable {
    private static final int REDIS_PORT = 6379;
    private static final int KAFKA_PORT = 9092;
    private static final int ELASTICMQ_PORT = 9324;
    private static final int DYNAMODB_PORT = 8000;

    private final GenericContainer<?> container;
    private final int port;

    private ServerContainer(GenericContainer<?> container, int innerPort) {
        this.container = container;
        this.port = FreePort.next();
        PortBinding binding =
                new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(innerPort));
        container.withCreateContainerCmdModifier(
                command -> Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::newHostConfig)
                        .withPortBindings(binding));
    }

    /**
     * Starts a Redis that keeps its data, {@code redis:7} unless {@code curfew.image.redis} says otherwise.
     *
     * @return the server, ready to use
     */
    @SuppressWarnings("resource") // Closed with the server that is returned.
    public static ServerContainer redis() {
        return start(
                new GenericContainer<>(image("redis", "redis:7"))
                        .withExposedPorts(REDIS_PORT)
                        .withCommand(
                                "redis-server",
                                "--appendonly",
                                "yes",
                                "--appendfsync",
                                "always",
                                // Only loopback reaches it; the official image has this already.
                                "--protected-mode",
                                "no"),
                REDIS_PORT);
    }

    /**
     * Starts a Kafka broker that makes no topic by itself, {@code apache/kafka:4.1.0} unless {@code curfew.image.kafka}
     * says otherwise.
     *
     * @return the broker, ready to use
     */
    @SuppressWarnings("resource") // Closed with the server that is returned.
    public static ServerContainer kafka() {
        return start(
                new KafkaContainer(image("kafka", "apache/kafka:4.1.0"))
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                KAFKA_PORT);
    }

    /**
     * Starts an ElasticMQ that keeps its data, {@code softwaremill/elasticmq:1.7.1} unless {@code curfew.image.elasticmq}
     * says otherwise.
     *
     * @return the server, ready to use
     */
    @SuppressWarnings("resource") // Closed with the server that is returned.
    public static ServerContainer elasticMq() {
        String settings = """
                include classpath("application.conf")
                rest-sqs { bind-port = 9324, bind-hostname = "0.0.0.0", sqs-limits = strict }
                rest-stats { enabled = false }
                queues-storage { enabled = true, path = "/tmp/queues.conf" }
                messages-storage { enabled = true, uri = "jdbc:h2:/tmp/messages;WRITE_DELAY=0" }
                """;
        return start(
                new GenericContainer<>(image("elasticmq", "softwaremill/elasticmq:1.7.1"))
                        .withExposedPorts(ELASTICMQ_PORT)
                        .withCopyToContainer(Transferable.of(settings), "/opt/elasticmq.conf"),
                ELASTICMQ_PORT);
    }

    /**
     * Starts a DynamoDB Local that keeps its data, {@code amazon/dynamodb-local:2.6.1} unless
     * {@code curfew.image.dynamodb} says otherwise. It has no table.
     *
     * @return the server, ready to use
     */
    @SuppressWarnings("resource") // Closed with the server that is returned.
    public static ServerContainer dynamoDb() {
        return start(
                new GenericContainer<>(image("dynamodb", "amazon/dynamodb-local:2.6.1"))
                        .withExposedPorts(DYNAMODB_PORT)
                        .withCommand(
                                "-jar",
                                "DynamoDBLocal.jar",
                                "-sharedDb",
                                "-disableTelemetry",
                                "-dbPath",
                                // Where its user may write.
                                "/home/dynamodblocal"),
                DYNAMODB_PORT);
    }

    private static ServerContainer start(GenericContainer<?> container, int innerPort) {
        ServerContainer server = new ServerContainer(container, innerPort);
        container.start();
        return server;
    }

    private static DockerImageName image(String server, String usual) {
        String wanted = System.getProperty("curfew.image." + server, usual);
        return DockerImageName.parse(wanted)
                .asCompatibleSubstituteFor(DockerImageName.parse(usual).getUnversionedPart());
    }

    /**
     * Where clients find it.
     *
     * @return host and port
     */
    public String address() {
        return container.getHost() + ":" + port;
    }

    /** Kills it, with what it has stored left where it is. */
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** Starts it again on the same port, with what it had stored, and does not wait until it answers. */
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    /** Removes it with what it has stored. */
    @Override
    public void close() {
        container.close();
    }
}
