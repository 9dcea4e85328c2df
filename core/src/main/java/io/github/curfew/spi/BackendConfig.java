package io.github.curfew.spi;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one backend is given: its namespace and its own settings, defaults filled in, each checked against its
 * description. Immutable. Printing it shows no secret. Secrets that lay in files are read already.
 *
 * @param namespace keeps environments apart on one broker
 * @param role who opens the transport
 * @param driverId the driver's own id on a driver, else the sender's
 * @param values keys without {@code curfew.}, such as {@code file.dir}
 */
public record BackendConfig(String namespace, Role role, String driverId, Map<String, String> values) {
    /**
     * Copies the values.
     *
     * @param namespace see {@link #namespace()}
     * @param role see {@link #role()}
     * @param driverId see {@link #driverId()}
     * @param values see {@link #values()}
     */
    public BackendConfig {
        values = Map.copyOf(values);
    }

    /** Who opens a transport. */
    public enum Role {
        /** A driver: reads signals, publishes reports. */
        DRIVER,
        /** A sender: publishes signals, reads reports. */
        SENDER
    }

    /**
     * Reads a text.
     *
     * @param key without {@code curfew.}
     * @return its value or default, or null where there is neither
     */
    public @Nullable String text(String key) {
        return values.get(key);
    }

    /**
     * Reads a text that must be there.
     *
     * @param key without {@code curfew.}
     * @return its value or default
     * @throws ConfigurationException that names the key, if there is neither
     */
    public String required(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new ConfigurationException(
                    "curfew." + key + " is not set: the backend " + key.substring(0, key.indexOf('.')) + " needs it");
        }
        return value;
    }

    /**
     * Reads a length of time that has a value or a default.
     *
     * @param key without {@code curfew.}
     * @return the length
     * @throws ConfigurationException that names the key, if there is neither
     */
    public Duration duration(String key) {
        return Durations.parse(required(key));
    }

    /**
     * Gathers what stands below a prefix, for a client's own settings.
     *
     * @param prefix such as {@code kafka.client.}
     * @return what follows the prefix, with its values
     */
    public Map<String, String> below(String prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(values);
        shown.replaceAll(Setting::shown);
        return "BackendConfig[namespace=" + namespace + ", role=" + role + ", values=" + shown + "]";
    }
}
