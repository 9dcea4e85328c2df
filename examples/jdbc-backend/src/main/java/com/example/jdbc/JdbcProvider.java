package com.example.jdbc;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;

/** Opens the backend {@code jdbc}. Thread-safe. */
public final class JdbcProvider implements BackendProvider {
    private static final String URL = "jdbc.url";
    private static final String USER = "jdbc.user";
    private static final String PASSWORD = "jdbc.password";
    private static final String TABLE = "jdbc.table";
    private static final String POLL_INTERVAL = "jdbc.poll-interval";

    /** For {@link java.util.ServiceLoader}. */
    public JdbcProvider() {}

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    // snippet: jdbc-provider
    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        URL,
                        Setting.Type.TEXT,
                        null,
                        "The database, such as jdbc:postgresql://db/ops; with time limits."),
                Setting.of(USER, Setting.Type.TEXT, null, "Who reads and writes the table there."),
                Setting.of(PASSWORD, Setting.Type.TEXT, null, "The user's password."),
                Setting.of(TABLE, Setting.Type.TEXT, "curfew_messages", "The table, with its schema if need be."),
                Setting.of(POLL_INTERVAL, Setting.Type.DURATION, "1s", "How often somebody who reads looks."));
    }

    @Override
    public Transport open(BackendConfig config) {
        String table = config.required(TABLE);
        if (!table.matches("\\w+(\\.\\w+)?")) { // it becomes a part of the statements
            throw new ConfigurationException("curfew." + TABLE + " is " + table
                    + ", and can only be letters, digits and _, after a schema or not");
        }
        Duration interval = config.duration(POLL_INTERVAL);
        if (interval.toMillis() < 10) {
            throw new ConfigurationException("curfew." + POLL_INTERVAL + " is too short: 10ms is the least");
        }
        Database database = Database.at(config.required(URL), config.text(USER), config.text(PASSWORD));
        return new JdbcTransport(new MessageTable(database, table, config.namespace()), interval);
    }
    // end
}
