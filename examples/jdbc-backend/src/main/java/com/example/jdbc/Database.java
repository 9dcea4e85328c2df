package com.example.jdbc;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.TransportException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** A database, and the connections to it that are idle; each is lent to one call at a time. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int MOST_IDLE = 4;

    private final Driver driver;
    private final String url;
    private final Properties login;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private Database(Driver driver, String url, Properties login) {
        this.driver = driver;
        this.url = url;
        this.login = login;
    }

    /** Finds the driver, and connects to nothing yet. */
    static Database at(String url, @Nullable String user, @Nullable String password) {
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return new Database(driver(url), url, login);
    }

    /** Not DriverManager: it sees no driver that came with --jars, which is on a class loader of Spark's own. */
    private static Driver driver(String url) {
        for (Driver each : ServiceLoader.load(Driver.class, Database.class.getClassLoader())) {
            try {
                if (each.acceptsURL(url)) {
                    return each;
                }
            } catch (SQLException e) {
                throw new ConfigurationException(
                        "curfew.jdbc.url is " + address(url) + ", which its driver cannot read: " + said(e));
            }
        }
        throw new ConfigurationException("curfew.jdbc.url is " + address(url)
                + ", for which there is no driver: put the jar of the database's JDBC driver beside this one");
    }

    // snippet: jdbc-call
    /** Any failure closes what is open: the next call connects anew, to a server that may have come back. */
    <T> T call(String operation, Work<T> work) {
        try {
            Connection connection = connection();
            try {
                T result = work.on(connection);
                giveBack(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                try (connection) {
                    closeIdle();
                }
                throw e;
            }
        } catch (SQLException e) {
            throw TransportException.passing("cannot " + operation + " " + address(url) + ": " + said(e), e);
        }
    }
    // end

    private Connection connection() throws SQLException {
        if (closed) {
            throw new SQLException("it was closed here");
        }
        Connection free = idle.poll();
        Connection connection = free == null ? driver.connect(url, login) : free;
        if (connection == null) {
            throw new SQLException("its driver does not want it");
        }
        return connection;
    }

    private void giveBack(Connection connection) throws SQLException {
        if (closed || idle.size() >= MOST_IDLE) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    private void closeIdle() {
        Connection connection = idle.poll();
        while (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is of no use any more, open or closed.
            }
            connection = idle.poll();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    /** Without what follows the database's name, which may be a password. */
    private static String address(String url) {
        return Setting.shown("jdbc.url", url.split("[;?]", 2)[0]);
    }

    /** In one line. */
    private static String said(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it did not say why");
    }
}
