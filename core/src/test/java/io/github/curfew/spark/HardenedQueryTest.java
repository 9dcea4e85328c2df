package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.HardenedManual;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Terms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both hardened configurations of docs/security.md, on a driver with real queries of two teams and on its senders. */
class HardenedQueryTest extends OverFiles {
    private static HardenedManual manual;

    private Ledger input;
    private StreamingQuery orders;
    private StreamingQuery payouts;

    @BeforeAll
    static void copy(@TempDir Path etc) throws Exception {
        manual = new HardenedManual(etc);
    }

    @Override
    Settings drivers() throws Exception {
        return manual.drivers(place());
    }

    @Override
    Settings senders() throws Exception {
        return manual.senders(place());
    }

    @BeforeEach
    void startBothTeams() throws Exception {
        input = ledger("orders");
        orders = start(session("shop"), "orders", input, null);
        payouts = start(session("payments"), "payouts", ledger("payouts"), null);
    }

    private static Map<String, Outcome> outcomes(Progress progress) {
        return reports(progress).stream()
                .collect(Collectors.toMap(report -> report.run().displayName(), Report.OfSignal::outcome));
    }

    private long refused(String reason) {
        return driver.engine().counters().get("signals.rejected." + reason);
    }

    private void bothGoOn() throws Exception {
        int before = input.written();
        input.feed(1, 3);
        await().until(() -> input.written() == before + 3);
        assertThat(payouts.isActive()).isTrue();
    }

    @Test
    void whatASenderSignsIsObeyedAndWhatTheDriverSaysIsBelieved() throws Exception {
        assertThat(outcomes(tell("orders", Terms.DEFAULT))).isEqualTo(Map.of("orders", Outcome.STOPPED));
        assertThat(orders.isActive()).isFalse();
        assertThat(payouts.isActive()).isTrue();
    }

    private static Stream<Arguments> strangers() {
        return Stream.of(
                stranger(
                        "without a key",
                        "unsigned",
                        text -> text.replaceAll("(?m)^curfew.auth.keys.ops.*$", "")
                                .replace("auth.required=true", "auth.required=false")),
                stranger(
                        "with a key of his own, by the id of one that is known",
                        "forged",
                        text -> text.replace("ops.private.pem", "stranger.private.pem")),
                stranger("with a key of his own", "forged", text -> text.replace("ops", "stranger")));
    }

    private static Arguments stranger(String name, String reason, UnaryOperator<String> whatHeHas) {
        return Arguments.of(Named.of(name, whatHeHas), reason);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whatNobodyOrAStrangerSignedIsRefused(UnaryOperator<String> whatHeHas, String reason) throws Exception {
        try (CurfewClient stranger = CurfewClient.connect(manual.senders(whatHeHas, place()))) {
            Progress progress = tell(stranger, "*", Terms.DEFAULT);
            assertThat(outcomes(progress)).isEqualTo(Map.of("orders", Outcome.REFUSED, "payouts", Outcome.REFUSED));
        }
        assertThat(refused(reason)).isEqualTo(1);
        bothGoOn();
    }

    @Test
    void whatIsTypedByHandIsRefused() throws Exception {
        Path signals = home.resolve("curfew").resolve("prod").resolve("signals");
        Files.writeString(signals.resolve("by-hand"), "stop *\n");
        await().until(() -> refused("unsigned") == 1);
        bothGoOn();
    }

    @Test
    void theKeyOfATeamReachesNobodyElse() throws Exception {
        Settings payments = manual.senders(text -> text.replace("ops", "payments"), place());
        try (CurfewClient team = CurfewClient.connect(payments)) {
            Progress progress = tell(team, "*", Terms.DEFAULT);
            assertThat(outcomes(progress)).isEqualTo(Map.of("orders", Outcome.REFUSED, "payouts", Outcome.STOPPED));
            assertThat(payouts.isActive()).isFalse();
            assertThat(refused("forbidden")).isEqualTo(1);
        }
        assertThat(orders.isActive()).isTrue();
    }
}
