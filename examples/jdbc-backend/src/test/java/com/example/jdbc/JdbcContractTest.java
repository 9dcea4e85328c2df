package com.example.jdbc;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** All that core relies on, against a real server; what is stored is looked at with the database's own client. */
class JdbcContractTest extends BackendTroubleContract implements ContractBackend {
    @TempDir
    static Path directory;

    private static H2Server server;

    @BeforeAll
    static void startServer() throws Exception {
        server = H2Server.start(directory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected ContractBackend backend() {
        return this;
    }

    // snippet: jdbc-contract
    @Override
    public BackendProvider provider() {
        return new JdbcProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "jdbc.url", server.url(),
                "jdbc.user", "curfew",
                "jdbc.password", "secret",
                "jdbc.poll-interval", "20ms");
    }

    @Override
    public void publishByHand(String namespace, byte[] body) throws Exception {
        try (Connection connection = server.connect();
                PreparedStatement insert =
                        connection.prepareStatement("insert into curfew_messages (namespace, body) values (?, ?)")) {
            insert.setString(1, namespace);
            insert.setString(2, new String(body, StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }
    // end

    @Override
    public List<Payload> stored(String namespace, Topic topic) throws Exception {
        List<Payload> found = new ArrayList<>();
        try (Connection connection = server.connect();
                PreparedStatement select = connection.prepareStatement(
                        "select body from curfew_messages where namespace = ? and topic = ?")) {
            select.setString(1, namespace);
            select.setString(2, topic.name().toLowerCase(Locale.ROOT));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(Payload.utf8(rows.getString(1)));
            }
        }
        return found;
    }

    @Override
    public Outage outage() {
        return server;
    }
}
