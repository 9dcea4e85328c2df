package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Settings;
import io.github.curfew.engine.Takeovers;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways in that the settings choose, opened for a driver.
 *
 * @param transports by which it listens on brokers
 * @param doors by which senders come to the driver itself
 */
record Ways(Map<String, Transport> transports, List<Door> doors) {
    private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

    Ways {
        transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
        doors = List.copyOf(doors);
    }

    /**
     * Opens all of them, which does not touch the network.
     *
     * @throws ConfigurationException with the problems of every backend, if there are any
     */
    static Ways open(Settings settings, String driverId) {
        Map<String, Transport> transports = new LinkedHashMap<>();
        List<Door> doors = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            for (BackendProvider backend : settings.backends()) {
                try {
                    BackendConfig config = settings.backendConfig(backend, Role.DRIVER, driverId);
                    backend.door(config)
                            .ifPresentOrElse(doors::add, () -> transports.put(backend.name(), backend.open(config)));
                } catch (ConfigurationException e) {
                    problems.addAll(e.problems());
                }
            }
            if (settings.takesOver() && transports.values().stream().noneMatch(Takeovers::canRelyOn)) {
                problems.add(
                        "curfew.takeover needs a backend that keeps what drivers say, to find a query's predecessor:"
                                + " of " + names(settings)
                                + " none does; use kafka, redis, dynamodb or file, alone or beside");
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return new Ways(transports, doors);
        } catch (RuntimeException | LinkageError e) {
            new Ways(transports, doors).close();
            throw e;
        }
    }

    private static String names(Settings settings) {
        return settings.backends().stream().map(BackendProvider::name).collect(Collectors.joining(", "));
    }

    /** Closes them, whatever happens; for those whom no engine owns. */
    void close() {
        List<AutoCloseable> all = new ArrayList<>(transports.values());
        all.addAll(doors);
        for (AutoCloseable way : all) {
            try {
                way.close();
            } catch (Exception e) {
                LOG.warn("A backend did not close", e);
            }
        }
    }
}
