package io.github.curfew.servers;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        int port = FreePort.next();
        Path file = write(folder, configuration(folder, port));
        List<String> command = JavaCommand.of("elasticmq", withFile(file), "org.elasticmq.server.Main", List.of());
        ServerProcess process = new ServerProcess("elasticmq", folder, command, new Restored());
        try {
            process.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new ElasticMqServer(process, port);
    }

    /** It restores its queues after it has said that it started: it is ready when it has had nothing to say for a while. */
    private static final class Restored implements Readiness {
        private static final Duration QUIET = Duration.ofMillis(400);

        private String seen = "";
        private long since;

        @Override
        public synchronized boolean isReady(ServerProcess server) {
            String log = server.log();
            if (!log.equals(seen)) {
                seen = log;
                since = System.nanoTime();
            }
            return log.contains("started in")
                    && count(log, "Creating queue ") == count(log, "Restored ")
                    && System.nanoTime() - since >= QUIET.toNanos();
        }

        private static int count(String log, String text) {
            int count = 0;
            for (int at = log.indexOf(text); at >= 0; at = log.indexOf(text, at + 1)) {
                count++;
            }
            return count;
        }
    }

    private static List<String> withFile(Path file) {
        return List.of(JVM.get(0), JVM.get(1), "-Dconfig.file=" + file);
    }

    private static String configuration(Path folder, int port) {
        return String.format(Locale.ROOT, """
                include classpath("application.conf")
                node-address { protocol = http, host = 127.0.0.1, port = %1$d, context-path = "" }
                rest-sqs { enabled = true, bind-port = %1$d, bind-hostname = "127.0.0.1", sqs-limits = strict }
                rest-stats { enabled = false }
                generate-node-address = false
                queues { }
                queues-storage { enabled = true, path = "%2$s/queues.conf" }
                messages-storage { enabled = true, uri = "jdbc:h2:%2$s/messages;WRITE_DELAY=0" }
                aws { region = %3$s, accountId = "%4$s" }
                """, port, folder, REGION, ACCOUNT);
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
