package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Report.OfRoster;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Drivers that have said hello, and say no more: what a list of many finds on a broker. */
final class Crowd {
    private static final int RUNS_OF_AN_APP = 20;

    private final Settings settings;
    private final Duration beat;

    Crowd(Map<String, String> flags, Duration beat) {
        this.settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        this.beat = beat;
    }

    /** So many drivers, with one run each, say what they say when they begin: a hello, and that they are alive. */
    void appear(int drivers) {
        BackendProvider backend = settings.backends().get(0);
        try (Transport transport = backend.open(settings.backendConfig(backend, Role.DRIVER, "crowd"))) {
            for (int i = 0; i < drivers; i++) {
                say(transport, backend.name(), i);
            }
        }
    }

    private void say(Transport transport, String backend, int number) {
        Instant now = Instant.now();
        DriverInfo driver = new DriverInfo(
                UUID.randomUUID().toString(),
                "application-" + number,
                "app-" + number / RUNS_OF_AN_APP,
                "host-" + number,
                "0.1.0",
                "3.5.7",
                now);
        RunInfo run = new RunInfo(
                UUID.randomUUID().toString(),
                now,
                Labels.of(Map.of(
                        Labels.QUERY_NAME,
                        "query-" + number,
                        Labels.APP_NAME,
                        driver.appName(),
                        Labels.KIND,
                        "structured",
                        "team",
                        number % 2 == 0 ? "payments" : "search")));
        List<RunStatus> runs = List.of(new RunStatus(run, RunState.RUNNING, (long) number, now));
        List<BackendHealth> links = List.of(new BackendHealth(backend, BackendHealth.State.LISTENING, now, ""));
        for (Kind kind : List.of(Kind.HELLO, Kind.ALIVE)) {
            OfRoster report =
                    new OfRoster(UUID.randomUUID().toString(), driver, now, kind, runs, links, beat, 1, 1, 1, null);
            String name = kind == Kind.HELLO ? run.id() : driver.id();
            transport.publish(
                    new Outgoing(Topic.REPORTS, Outgoing.ROSTER, name, Codec.encode(report), null, Duration.ofDays(1)),
                    Duration.ofSeconds(10));
        }
    }
}
