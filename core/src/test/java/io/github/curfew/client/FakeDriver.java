package io.github.curfew.client;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report.OfRoster;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.Report.OfSignal;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the reports of a driver. */
final class FakeDriver {
    private final DriverInfo info;
    private final Duration beat;

    FakeDriver(String id, Duration beat) {
        this.info = new DriverInfo(id, "app-" + id, "app", "host-" + id, "0.1.0", "3.5.7", Instant.EPOCH);
        this.beat = beat;
    }

    static RunInfo run(String name, Instant started) {
        return new RunInfo("run-" + name, started, Labels.of(Map.of(Labels.QUERY_NAME, name, "team", "payments")));
    }

    OfRoster roster(Kind kind, Instant time, RunInfo... runs) {
        return roster(kind, time, 0, 1, 1, null, runs);
    }

    OfRoster roster(
            Kind kind, Instant time, long round, int part, int parts, @Nullable SignalId answering, RunInfo... runs) {
        List<RunStatus> statuses = Arrays.stream(runs)
                .map(run -> new RunStatus(run, RunState.RUNNING, 7L))
                .toList();
        return new OfRoster(
                UUID.randomUUID().toString(),
                info,
                time,
                kind,
                statuses,
                List.of(),
                beat,
                round,
                part,
                parts,
                answering);
    }

    OfSignal answer(Signal signal, RunInfo run, Outcome outcome) {
        return new OfSignal(
                UUID.randomUUID().toString(),
                info.id(),
                Instant.now(),
                outcome,
                signal.id(),
                signal.action(),
                run,
                "query.name=" + run.displayName(),
                7L,
                Duration.ofMillis(20),
                "");
    }
}
