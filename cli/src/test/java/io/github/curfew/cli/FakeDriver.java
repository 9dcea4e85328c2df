package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A driver with the real engine and real backends, and runs that are not Spark's. */
final class FakeDriver implements AutoCloseable {
    private final Engine engine;

    FakeDriver(Path dir, Run... runs) {
        this(Map.of("file.dir", dir.toString(), "file.poll-interval", "50ms"), runs);
    }

    FakeDriver(Map<String, String> flags, Run... runs) {
        String id = UUID.randomUUID().toString();
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        Map<String, Transport> transports = new LinkedHashMap<>();
        for (BackendProvider backend : settings.backends()) {
            transports.put(
                    backend.name(), backend.open(settings.backendConfig(backend, BackendConfig.Role.DRIVER, id)));
        }
        engine = Engine.start(
                new EngineSettings(
                        "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofSeconds(30)),
                new DriverInfo(id, "app-1", "shop", "test-host", "0.1.0", "3.5.7", Instant.now()),
                transports);
        for (Run run : runs) {
            engine.starting(run);
        }
    }

    int runs() {
        return engine.runs().size();
    }

    @Override
    public void close() {
        engine.close("the test is over");
    }
}
