package io.github.curfew.servers;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller in one process, on loopback. It makes no topic by itself. It always has a plain
 * listener, whose principal is {@code User:ANONYMOUS}; others can be added. Thread-safe.
 */
public final class KafkaServer implements AutoCloseable {
    private static final List<String> JVM =
            List.of("-Xms64m", "-Xmx256m", "-Dorg.slf4j.simpleLogger.showDateTime=true");
    private static final String CLUSTER_ID = "Y3VyZmV3LWNsdXN0ZXItMQ";

    private final ServerProcess process;
    private final int port;

    private KafkaServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a broker with the plain listener alone.
     *
     * @return the broker, ready to use
     */
    public static KafkaServer start() {
        return start(Map.of());
    }

    /**
     * Starts a broker with settings of one's own, as {@code server.properties} has them.
     *
     * @param settings those under {@code listeners} and {@code listener.security.protocol.map} are added to ours, others
     *     take the place of ours
     * @return the broker, ready to use
     */
    public static KafkaServer start(Map<String, String> settings) {
        Path folder = ServerProcess.newFolder("kafka");
        int port = FreePort.next();
        String file = write(folder, properties(folder, port, settings)).toString();
        ServerProcess process = new ServerProcess(
                "kafka", folder, java("kafka.Kafka", file), Readiness.logSays("Kafka Server started"));
        try {
            format(folder, file);
            process.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new KafkaServer(process, port);
    }

    private static void format(Path folder, String file) {
        List<String> command = java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", file);
        ServerProcess.run("kafka-format", folder, command);
    }

    private static List<String> java(String mainClass, String... arguments) {
        return JavaCommand.of("kafka", JVM, mainClass, List.of(arguments));
    }

    private static Map<String, String> properties(Path folder, int port, Map<String, String> settings) {
        int controllerPort = FreePort.next();
        Map<String, String> all = new TreeMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("log.dirs", folder.resolve("data").toString());
        all.put("auto.create.topics.enable", "false");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.putAll(settings);
        all.put(
                "listeners",
                listed(
                        "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        settings.get("listeners")));
        all.put(
                "listener.security.protocol.map",
                listed("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", settings.get("listener.security.protocol.map")));
        return all;
    }

    private static String listed(String ours, @Nullable String more) {
        return more == null ? ours : ours + "," + more;
    }

    private static Path write(Path folder, Map<String, String> properties) {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        try {
            return Files.write(folder.resolve("server.properties"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of kafka", e);
        }
    }

    /**
     * Where clients find it.
     *
     * @return host and port of its plain listener
     */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * The command line of one of the broker's own tools.
     *
     * @param mainClass such as {@code kafka.tools.StorageTool}
     * @param arguments for it
     * @return the words
     */
    public static List<String> tool(String mainClass, String... arguments) {
        return java(mainClass, arguments);
    }

    /**
     * The process, to stop, kill, freeze and start it again: on the same port, with what it has stored.
     *
     * @return the process
     */
    public ServerProcess process() {
        return process;
    }

    /** Kills it and removes what it has stored. */
    @Override
    public void close() {
        process.close();
    }
}
