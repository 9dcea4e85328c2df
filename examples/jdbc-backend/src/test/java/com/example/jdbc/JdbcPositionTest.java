package com.example.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this backend's own, beside what every backend keeps. */
class JdbcPositionTest {
    @TempDir
    Path directory;

    private static BackendConfig config(String url, String table) {
        Map<String, String> values = Map.of(
                "jdbc.url",
                url,
                "jdbc.user",
                "curfew",
                "jdbc.password",
                "secret",
                "jdbc.table",
                table,
                "jdbc.poll-interval",
                "20ms");
        return new BackendConfig("default", Role.DRIVER, "driver", values);
    }

    private static void insert(Connection connection, String words) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into curfew_messages (body) values ('" + words + "')");
        }
    }

    @Test
    void aRowThatIsCommittedLateIsNeitherMissedNorTakenForOld() throws Exception {
        try (H2Server server = H2Server.start(directory);
                Transport transport = new JdbcProvider().open(config(server.url(), "curfew_messages"));
                Connection slow = server.connect();
                Connection quick = server.connect()) {
            Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
            slow.setAutoCommit(false);
            insert(slow, "stop slow");
            insert(quick, "stop quick");
            assertThat(texts(reader)).containsExactly("stop quick");
            Position between = transport.end(Topic.SIGNALS);

            slow.commit();

            List<Delivery> found = reader.poll(Duration.ofSeconds(10)).deliveries();
            assertThat(found).extracting(delivery -> delivery.body().text()).containsExactly("stop slow");
            assertThat(between.order(found.get(0))).isEqualTo(Order.AFTER);
        }
    }

    @Test
    void aRowThatWasHeardAndIsGoneIsNotTakenForNew() throws Exception {
        try (H2Server server = H2Server.start(directory);
                Transport transport = new JdbcProvider().open(config(server.url(), "curfew_messages"));
                Connection connection = server.connect()) {
            Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
            insert(connection, "stop removed");
            Delivery removed = reader.poll(Duration.ofSeconds(10)).deliveries().get(0);
            try (Statement statement = connection.createStatement()) {
                statement.execute("delete from curfew_messages where body = 'stop removed'");
            }

            Position later = transport.end(Topic.SIGNALS);

            assertThat(later.order(removed)).isEqualTo(Order.UNKNOWN);
            insert(connection, "stop new");
            Delivery fresh = reader.poll(Duration.ofSeconds(10)).deliveries().get(0);
            assertThat(later.order(fresh)).isEqualTo(Order.AFTER);
        }
    }

    private static List<String> texts(Reader reader) throws InterruptedException {
        return reader.poll(Duration.ofSeconds(10)).deliveries().stream()
                .map(delivery -> delivery.body().text())
                .toList();
    }

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        Transport transport =
                new JdbcProvider().open(config("jdbc:h2:tcp://127.0.0.1:1/./ops;PASSWORD=hidden", "curfew_messages"));
        assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("cannot look into curfew_messages at jdbc:h2:tcp://127.0.0.1:1/./ops: ")
                .hasMessageNotContainingAny("hidden", "secret", "\n");
        transport.close();
    }

    @Test
    void refusesWhatCannotWork() {
        JdbcProvider provider = new JdbcProvider();
        assertThatThrownBy(() -> provider.open(config("jdbc:nobody://db/ops?password=hidden", "curfew_messages")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("curfew.jdbc.url is jdbc:nobody://db/ops, for which there is no driver: put the jar of the"
                        + " database's JDBC driver beside this one");
        assertThatThrownBy(() -> provider.open(config("jdbc:h2:mem:ops", "x; drop table y")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("curfew.jdbc.table is x; drop table y, and can only be letters");
    }
}
