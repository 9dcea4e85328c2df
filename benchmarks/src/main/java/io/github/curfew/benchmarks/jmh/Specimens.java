package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Messages and runs such as there are. */
final class Specimens {
    static final SignalId NOBODYS = new SignalId("/curfew/backends/none", "0");

    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");

    private Specimens() {}

    /** With all that one can say in a stop. */
    static Signal signal() {
        Terms terms = new Terms(
                Mode.GRACEFUL, Duration.ofMinutes(2), OnTimeout.FORCE, Duration.ofHours(1), "deploy 42", null);
        return Signal.create(
                "/ops/deploy-bot", Action.STOP, Selector.parse("app.name=orders,team=payments"), terms, TIME);
    }

    /** A final one. */
    static Report report() {
        return new Report.OfSignal(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                TIME,
                Outcome.STOPPED,
                new SignalId("/ops/deploy-bot", UUID.randomUUID().toString()),
                Action.STOP,
                run(17),
                "app.name=orders",
                42L,
                Duration.ofMillis(1_234),
                "");
    }

    /** One of many, each with labels of its own. */
    static RunInfo run(int number) {
        String id = UUID.randomUUID().toString();
        return new RunInfo(
                id,
                TIME,
                Labels.of(Map.of(
                        Labels.QUERY_ID,
                        UUID.randomUUID().toString(),
                        Labels.QUERY_NAME,
                        "orders-" + number,
                        Labels.RUN_ID,
                        id,
                        Labels.APP_ID,
                        "application_1700000000000_" + number / 10,
                        Labels.APP_NAME,
                        "orders",
                        Labels.USER,
                        "hadoop",
                        Labels.KIND,
                        "structured",
                        "team",
                        "team-" + number % 7)));
    }
}
