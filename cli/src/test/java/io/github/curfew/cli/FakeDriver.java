package io.github.curfew.cli;

import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A driver with the real engine and the real file backend, and runs that are not Spark's. */
final class FakeDriver implements AutoCloseable {
    private final Engine engine;

    FakeDriver(Path dir, Run... runs) {
        String id = UUID.randomUUID().toString();
        BackendProvider file = new FileBackendProvider();
        BackendConfig config = new BackendConfig(
                "default",
                BackendConfig.Role.DRIVER,
                id,
                Map.of("file.dir", dir.toString(), "file.poll-interval", "50ms"));
        engine = Engine.start(
                new EngineSettings(
                        "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofSeconds(30)),
                new DriverInfo(id, "app-1", "shop", "test-host", "0.1.0", "3.5.7", Instant.now()),
                Map.of("file", file.open(config)));
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
