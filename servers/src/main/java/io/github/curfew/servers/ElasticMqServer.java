package io.github.curfew.servers;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A server that speaks as SQS does, on loopback. It keeps queues and messages over a kill and a start. It asks for no
 * credentials; clients must have some all the same. Thread-safe.
 */
public final class ElasticMqServer implements AutoCloseable {
    /** The account whose queues these are. */
    public static final String ACCOUNT = "000000000000";

    /** The region that is in the names of its queues. */
    public static final String REGION = "elasticmq";

    private static final List<String> JVM = List.of("-Xms64m", "-Xmx256m");
    private static final String MAIN = "io.github.curfew.servers.elasticmq.ElasticMqMain";

    private final ServerProcess process;
    private final int port;

    private ElasticMqServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @return the server, ready to use
     */
    public static ElasticMqServer start() {
        Path folder = ServerProcess.newFolder("elasticmq");
        return start(folder, folder);
    }

    /**
     * Starts a server that keeps its queues and messages in a place of the caller's.
     *
     * @param data an empty directory, which the caller removes
     * @return the server, ready to use
     */
    public static ElasticMqServer start(Path data) {
        return start(ServerProcess.newFolder("elasticmq"), data);
    }

    private static ElasticMqServer start(Path folder, Path data) {
        int port = FreePort.next();
        Path file = write(folder, configuration(data, port));
        List<String> command = JavaCommand.of("elasticmq", withFile(file), MAIN, List.of());
        ServerProcess process =
                new ServerProcess("elasticmq", folder, command, Readiness.logSays("ElasticMQ is ready"));
        try {
            process.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new ElasticMqServer(process, port);
    }

    private static List<String> withFile(Path file) {
        return List.of(JVM.get(0), JVM.get(1), "-Dconfig.file=" + file);
    }

    /**
     * What cannot be stored ends its store, so that nothing more is taken until it is started again. By its default it
     * goes on, says that it took what comes, and keeps none of it.
     *
     * <p>By its default it closes the 1,025th connection at once, and each poll that waits has one.
     *
     * <p>Each statement writes a chunk of its file, and by default the room of old ones is used again after 45 s only: 25 KB
     * and more for each message that comes and goes. What a kill interrupts needs no old ones. Not 0, by which the file can
     * be damaged.
     */
    private static String configuration(Path data, int port) {
        return String.format(Locale.ROOT, """
                include classpath("application.conf")
                node-address { protocol = http, host = 127.0.0.1, port = %1$d, context-path = "" }
                rest-sqs { enabled = true, bind-port = %1$d, bind-hostname = "127.0.0.1", sqs-limits = strict }
                rest-stats { enabled = false }
                generate-node-address = false
                queues { }
                messages-storage { enabled = true, uri = "jdbc:h2:%2$s/messages;WRITE_DELAY=0;RETENTION_TIME=1000" }
                aws { region = %3$s, accountId = "%4$s" }
                pekko.http.server.max-connections = 8192
                pekko.actor.guardian-supervisor-strategy = "org.apache.pekko.actor.StoppingSupervisorStrategy"
                """, port, data, REGION, ACCOUNT);
    }

    private static Path write(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("elasticmq.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of elasticmq", e);
        }
    }

    /**
     * Where clients find it.
     *
     * @return such as {@code http://127.0.0.1:9324}
     */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * Where a queue is.
     *
     * @param name its name
     * @return its URL
     */
    public String queueUrl(String name) {
        return endpoint() + "/" + ACCOUNT + "/" + name;
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
