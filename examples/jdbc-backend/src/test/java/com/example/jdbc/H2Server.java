package com.example.jdbc;

import io.github.curfew.testkit.ContractBackend.Outage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A database server in a process of its own, with the table that the manual shows. */
final class H2Server implements Outage, AutoCloseable {
    private final Path directory;
    private final int port;
    private Process process;

    private H2Server(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = start();
    }

    static H2Server start(Path directory) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        H2Server server = new H2Server(directory, port);
        server.awaitStart();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                var table = JdbcProvider.class.getResourceAsStream("table.sql")) {
            statement.execute(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        }
        return server;
    }

    private Process start() throws IOException {
        Path jar = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dh2.bindAddress=127.0.0.1",
                        "-cp",
                        jar.toString(),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        String.valueOf(port),
                        "-baseDir",
                        directory.toString(),
                        "-ifNotExists")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("h2.log").toFile())
                .start();
    }

    String url() {
        return "jdbc:h2:tcp://127.0.0.1:" + port + "/./ops";
    }

    /** As anybody connects who has the database's own client. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "curfew", "secret");
    }

    private void awaitStart() {
        Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(60)).until(() -> {
            connect().close();
            return true;
        });
    }

    @Override
    public void begin() {
        close(); // with what it holds written down
    }

    @Override
    public void end() throws Exception {
        process = start();
        awaitStart();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
