package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Settings;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the backends that the settings choose. */
final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /**
     * Opens all of them, which does not touch the network.
     *
     * @throws ConfigurationException with the problems of every backend, if there are any
     */
    static Map<String, Transport> open(Settings settings, String driverId) {
        Map<String, Transport> opened = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try {
            for (BackendProvider backend : settings.backends()) {
                try {
                    opened.put(backend.name(), backend.open(settings.backendConfig(backend, Role.DRIVER, driverId)));
                } catch (ConfigurationException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return opened;
        } catch (RuntimeException | LinkageError e) {
            close(opened.values());
            throw e;
        }
    }

    /** Closes them, whatever happens. */
    static void close(Collection<Transport> transports) {
        for (Transport transport : transports) {
            try {
                transport.close();
            } catch (RuntimeException e) {
                LOG.warn("A backend did not close", e);
            }
        }
    }
}
