package com.example.jdbc;

import com.example.jdbc.JdbcPosition.Found;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The statements, for one namespace. Makes no table: that is the affair of whoever may. Thread-safe. */
final class MessageTable implements AutoCloseable {
    private static final Duration READING = Duration.ofSeconds(10);

    private static final String SELECT_KEYS = "select id, published from %s where namespace = ? and topic = ?";
    private static final String SELECT_BODY = "select body from %s where id = ?";
    private static final String DELETE_PLACE = "delete from %s where namespace = ? and topic = ? and place = ?";
    private static final String DELETE_EXPIRED = "delete from %s where namespace = ? and expires < current_timestamp";
    private static final String INSERT = "insert into %s (namespace, topic, place, body, expires)"
            + " values (?, ?, ?, ?, current_timestamp + cast(? as int) * interval '1' second)";

    private final Database database;
    private final String name;
    private final String namespace;
    private final AtomicLong looks = new AtomicLong();

    MessageTable(Database database, String name, String namespace) {
        this.database = database;
        this.name = name;
        this.namespace = namespace;
    }

    String name() {
        return name;
    }

    // snippet: jdbc-publish
    /** A later message takes the place of an earlier one, in one transaction: readers never see neither. */
    Receipt put(Outgoing message, Duration timeout) {
        return database.call("publish to " + name + " at", connection -> {
            String topic = word(message.topic());
            String place = place(message);
            String body = message.body().text();
            connection.setAutoCommit(false);
            try (PreparedStatement delete = prepare(connection, timeout, DELETE_PLACE);
                    PreparedStatement insert = prepare(connection, timeout, INSERT, "id", "published")) {
                bind(delete, namespace, topic, place).executeUpdate();
                bind(insert, namespace, topic, place, body, message.keep().toSeconds())
                        .executeUpdate();
                ResultSet made = insert.getGeneratedKeys();
                made.next();
                MessageKey key = key(made);
                connection.commit();
                connection.setAutoCommit(true);
                return new Receipt(key.text(), key.published());
            }
        });
    }
    // end

    /** Numbers what a reader is about to find. */
    long beginLook() {
        return looks.incrementAndGet();
    }

    /** How many have begun. */
    long looks() {
        return looks.get();
    }

    /** Asks for all that is there. */
    Set<MessageKey> keys(Topic topic) {
        return database.call("look into " + name + " at", connection -> {
            Set<MessageKey> keys = new HashSet<>();
            try (PreparedStatement select = prepare(connection, READING, SELECT_KEYS)) {
                ResultSet rows = bind(select, namespace, word(topic)).executeQuery();
                while (rows.next()) {
                    keys.add(key(rows));
                }
            }
            return keys;
        });
    }

    /** Reads some of it; what was removed meanwhile is left out. */
    List<Delivery> read(Collection<MessageKey> keys, long look) {
        return database.call("read from " + name + " at", connection -> {
            List<Delivery> found = new ArrayList<>();
            try (PreparedStatement select = prepare(connection, READING, SELECT_BODY)) {
                for (MessageKey key : keys) {
                    ResultSet rows = bind(select, key.number()).executeQuery();
                    if (rows.next()) {
                        Payload body = Payload.utf8(rows.getString(1));
                        found.add(new Delivery(key.text(), key.published(), body, Map.of(), new Found(key, look)));
                    }
                }
            }
            return found;
        });
    }

    /** Removes what is of no use any more. */
    void sweep() {
        database.call("remove what has expired from " + name + " at", connection -> {
            try (PreparedStatement delete = prepare(connection, READING, DELETE_EXPIRED)) {
                return bind(delete, namespace).executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        database.close();
    }

    private PreparedStatement prepare(Connection connection, Duration timeout, String sql, String... made)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.formatted(name), made);
        statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
        return statement;
    }

    private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static MessageKey key(ResultSet row) throws SQLException {
        return new MessageKey(
                row.getLong("id"),
                row.getObject("published", OffsetDateTime.class).toInstant());
    }

    /** Of the same length whatever a signal or a run is called. */
    private static String place(Outgoing message) {
        try {
            String place = message.group() + "\0" + message.name();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }
}
