package io.github.curfew.servers;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.nio.file.Path;
import java.util.List;

/**
 * A server that speaks as DynamoDB does, on loopback. It keeps tables and items over a kill and a start. It asks for no
 * credentials; clients must have some all the same, and any region. Thread-safe.
 */
public final class DynamoDbServer implements AutoCloseable {
    private static final List<String> JVM = List.of("-Xms64m", "-Xmx256m");
    private static final String MAIN = "io.github.curfew.servers.dynamodb.DynamoDbLocalMain";

    private final ServerProcess process;
    private final int port;

    private DynamoDbServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server without a table.
     *
     * @return the server, ready to use
     */
    public static DynamoDbServer start() {
        Path folder = ServerProcess.newFolder("dynamodb");
        return start(folder, folder);
    }

    /**
     * Starts a server without a table, that keeps what it stores in a place of the caller's.
     *
     * @param data an empty directory, which the caller removes
     * @return the server, ready to use
     */
    public static DynamoDbServer start(Path data) {
        return start(ServerProcess.newFolder("dynamodb"), data);
    }

    private static DynamoDbServer start(Path folder, Path data) {
        int port = FreePort.next();
        List<String> command = JavaCommand.of("dynamodb", JVM, MAIN, List.of(Integer.toString(port), data.toString()));
        ServerProcess process =
                new ServerProcess("dynamodb", folder, command, Readiness.logSays("DynamoDB Local is ready"));
        try {
            process.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new DynamoDbServer(process, port);
    }

    /**
     * Where clients find it.
     *
     * @return such as {@code http://127.0.0.1:8000}
     */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
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
