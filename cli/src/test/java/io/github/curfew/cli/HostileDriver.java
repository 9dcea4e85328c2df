package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says of itself, in every field that is a text, what would forge a line and command a terminal. */
final class HostileDriver implements AutoCloseable {
    static final String FORGED = "12:00:01  orders";

    /** Breaks of lines, a terminal's commands in 7 and in 8 bits, turned writing, and half of a character. */
    static final String TEXT =
            "x\r\n" + FORGED + " stopped\u001b[2J\u001b[31m\u009b2J\u202e\u2028\u0085" + FORGED + "\t\b\u0000\ud800y";

    /** No parser takes half of a character in a name. */
    static final String LABEL = "la" + TEXT.replace("\ud800", "");

    private final Transport transport;
    private final Reader signals;
    private final String name = UUID.randomUUID().toString();
    private final Instant began = Instant.now();
    private final DriverInfo info = new DriverInfo(name + TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, began);
    private final RunInfo run = new RunInfo(
            name + TEXT,
            began,
            Labels.of(Map.of(Labels.QUERY_NAME, TEXT, Labels.APP_NAME, TEXT, "team", TEXT, LABEL, TEXT)));

    HostileDriver(Path dir) {
        Settings settings = Settings.resolve(
                List.of(SettingsSource.flags(Map.of("file.dir", dir.toString()))), Backends.discover());
        BackendProvider backend = settings.backends().get(0);
        transport = backend.open(settings.backendConfig(backend, Role.DRIVER, name));
        signals = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
    }

    /** That the run is there, held before its first batch. */
    void hello() {
        Held held = new Held(1, List.of(TEXT), TEXT);
        List<RunStatus> runs = List.of(new RunStatus(run, RunState.HELD, null, began, held));
        List<BackendHealth> links =
                List.of(new BackendHealth("file" + TEXT, BackendHealth.State.DEGRADED, began, TEXT));
        Duration beat = Duration.ofHours(1);
        for (Report.OfRoster.Kind kind : List.of(Report.OfRoster.Kind.HELLO, Report.OfRoster.Kind.ALIVE)) {
            String id = UUID.randomUUID() + TEXT;
            say(Outgoing.ROSTER, new Report.OfRoster(id, info, Instant.now(), kind, runs, links, beat, 1, 1, 1, null));
        }
    }

    /** What became of a signal. */
    void say(SignalId signal, Outcome outcome) {
        String id = UUID.randomUUID() + TEXT;
        say(
                "signal-" + UUID.randomUUID(),
                new Report.OfSignal(
                        id,
                        info.id(),
                        Instant.now(),
                        outcome,
                        signal,
                        Action.STOP,
                        run,
                        "team=" + TEXT,
                        7L,
                        Duration.ofMillis(20),
                        TEXT));
    }

    /** Waits for a stop, and answers it. */
    void answerStop() throws InterruptedException {
        while (true) {
            for (Delivery delivery : signals.poll(Duration.ofSeconds(1)).deliveries()) {
                Signal signal = Codec.decodeSignal(delivery.body(), Map.of(), new SignalId("none", "none"));
                if (signal.action() == Action.STOP) {
                    say(signal.id(), Outcome.DRAINING);
                    say(signal.id(), Outcome.FORCED);
                    return;
                }
            }
        }
    }

    private void say(String about, Report report) {
        transport.publish(
                new Outgoing(
                        Topic.REPORTS,
                        about,
                        UUID.randomUUID().toString(),
                        Codec.encode(report),
                        null,
                        Duration.ofDays(1)),
                Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        signals.close();
        transport.close();
    }
}
