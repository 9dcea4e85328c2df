package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Settings;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens the backends that the settings choose, and begins to listen on them. */
final class EngineOpening {
    private EngineOpening() {}

    /**
     * Opens all of them.
     *
     * @throws ConfigurationException with the problems of every backend, if there are any
     */
    static Engine open(Settings settings, DriverInfo driver) {
        Map<String, Transport> transports = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try {
            for (BackendProvider backend : settings.backends()) {
                try {
                    transports.put(
                            backend.name(), backend.open(settings.backendConfig(backend, Role.DRIVER, driver.id())));
                } catch (ConfigurationException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            EngineSettings engine = new EngineSettings(
                    settings.namespace(),
                    settings.stopDeadline(),
                    settings.onTimeout(),
                    settings.signalExpiry(),
                    settings.beat());
            return Engine.start(engine, driver, transports);
        } catch (RuntimeException | LinkageError e) {
            transports.values().forEach(transport -> close(transport, e));
            throw e;
        }
    }

    private static void close(Transport transport, Throwable reason) {
        try {
            transport.close();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }
}
