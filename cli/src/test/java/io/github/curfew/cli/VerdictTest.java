package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a wait comes to in the end, and what is said of it. */
final class VerdictTest {
    private static final String LOST = "lost, and not waited for: clicks; what has not crashed runs on until it hears"
            + " the signal; --expect makes that a failure";
    private static final String TROUBLE = "the reports of the backend redis cannot be read: it is down";

    private final Signal signal =
            Signal.create("/test", Action.STOP, Selector.parse("team=payments"), Terms.DEFAULT, Instant.now());
    private final Standing stopped = standing("orders", Outcome.STOPPED, Presence.HERE);
    private final Standing lost = standing("clicks", null, Presence.LOST);

    @Test
    void whoIsLostIsNamedAlsoWhereNobodyElseIsMeant() {
        Verdict verdict = verdict(0, Map.of("", settled(lost)));

        assertThat(verdict.exitCode()).isEqualTo(ExitCode.NOBODY);
        assertThat(verdict.complaints())
                .containsExactly(
                        "nobody who is there matched team=payments: clicks is gone or lost; see 'curfew list'", LOST);
    }

    @Test
    void whoIsLostOnOneOfSeveralClustersIsNamed() {
        Verdict verdict = verdict(0, both(settled(stopped), settled(lost)));

        assertThat(verdict.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(verdict.complaints()).hasSize(2).contains("us: " + LOST);
    }

    @Test
    void whoSeemsLostWhileNothingIsReadIsNotKnown() {
        Standing forced = standing("pay", Outcome.FORCED, Presence.HERE);
        Verdict verdict = verdict(0, Map.of("", new Progress(List.of(stopped, forced, lost), true, List.of(TROUBLE))));

        assertThat(verdict.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(verdict.complaints())
                .containsExactly(
                        "not as asked: pay",
                        "the signal is published, but what became of it at clicks cannot be told; it stands");
    }

    @Test
    void noClusterAloneHasToHaveAsManyAsAreExpectedOfAll() {
        Verdict verdict = verdict(2, both(settled(stopped), new Progress(List.of(stopped), false, List.of())));

        assertThat(verdict.exitCode()).isEqualTo(ExitCode.TIMEOUT);
        assertThat(verdict.complaints())
                .singleElement()
                .asString()
                .startsWith("us: time ran out after 9s, before it could be told whether others are meant; ");
    }

    private Verdict verdict(int expect, Map<String, Progress> parts) {
        boolean several = parts.size() > 1;
        Sent sent = new Sent(
                signal,
                several,
                Map.of(),
                List.of(),
                expect,
                Duration.ofSeconds(5),
                Duration.ofSeconds(9),
                "curfew status");
        return Verdict.of(sent, Scene.of(parts, several, List.of(), expect), Duration.ofSeconds(9));
    }

    private static Map<String, Progress> both(Progress eu, Progress us) {
        Map<String, Progress> parts = new LinkedHashMap<>();
        parts.put("eu", eu);
        parts.put("us", us);
        return parts;
    }

    private static Progress settled(Standing... runs) {
        return new Progress(List.of(runs), true, List.of());
    }

    private Standing standing(String name, @Nullable Outcome outcome, Presence presence) {
        RunInfo run = new RunInfo("run-" + name, Instant.EPOCH, Labels.of(Map.of(Labels.QUERY_NAME, name)));
        Report.OfSignal report = outcome == null
                ? null
                : new Report.OfSignal(
                        "report-" + name,
                        "driver",
                        Instant.EPOCH,
                        outcome,
                        signal.id(),
                        signal.action(),
                        run,
                        "team=payments",
                        7L,
                        Duration.ofMillis(20),
                        "");
        return new Standing(run, null, report, presence);
    }
}
