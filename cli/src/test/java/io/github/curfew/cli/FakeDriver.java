package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Lifecycle;
import io.github.curfew.engine.Maintenance;
import io.github.curfew.engine.Run;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.engine.Takeovers;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
                        "default",
                        Duration.ofMinutes(5),
                        OnTimeout.FORCE,
                        Duration.ofHours(1),
                        settings.beat(),
                        settings.auth(BackendConfig.Role.DRIVER)),
                new DriverInfo(id, "app-1", "shop", "test-host", "0.1.0", "3.5.7", Instant.now()),
                transports);
        for (Run run : runs) {
            engine.starting(run);
        }
    }

    /** Starts a run more. */
    void start(Run run) {
        engine.starting(run);
    }

    /** Holds a run more until its predecessor has ended. */
    void hold(Run run) {
        Duration hour = Duration.ofHours(1);
        TakeoverTerms terms = new TakeoverTerms(Duration.ZERO, hour, OnSilence.HOLD, hour, hour);
        var unused = Takeovers.of(engine, terms).hold(run, false, () -> true);
    }

    /** Begins a managed lifecycle of that name, whose maintenance is nothing. */
    void manage(String name, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.QUERY_NAME, name);
        all.put(Labels.KIND, "lifecycle");
        Lifecycle.Script script = new Lifecycle.Script() {
            @Override
            public Run start() {
                return new FakeRun(name, true);
            }

            @Override
            public void maintain() {}
        };
        RunInfo info = new RunInfo(UUID.randomUUID().toString(), Instant.now(), Labels.of(all));
        Lifecycle lifecycle = engine.manage(info, script, new Maintenance(null, 0, Duration.ZERO, false));
        Thread player = new Thread(() -> play(lifecycle), "fake-lifecycle-" + name);
        player.setDaemon(true);
        player.start();
    }

    private static void play(Lifecycle lifecycle) {
        try {
            var unused = lifecycle.play();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int runs() {
        return engine.runs().size();
    }

    /** How many signals were not obeyed for that reason. */
    long rejected(String reason) {
        return engine.counters().get("signals.rejected." + reason);
    }

    @Override
    public void close() {
        engine.close("the test is over");
    }
}
