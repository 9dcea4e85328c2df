package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Sealer;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a driver does with a message once it is known whose word that is. */
@Timeout(60)
class AuthorityTest {
    private static final Key ALL =
            Key.of("all", "a secret that reaches everyone here", null, Selector.EVERYONE, Use.SIGNALS);
    private static final Key CLICKS = Key.of(
            "clicks",
            "a secret that reaches clicks, and no more",
            null,
            Selector.parse("query.name=clicks"),
            Use.SIGNALS);
    private static final AuthSettings AUTH =
            new AuthSettings(true, Duration.ofSeconds(30), null, Map.of("all", ALL, "clicks", CLICKS));
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/ops\",\"type\":"
            + "\"io.github.curfew.stop.requested.v1\",\"subject\":\"%s\"}";

    private final String name = UUID.randomUUID().toString();
    private final InMemoryBroker broker = InMemoryBroker.named(name);
    private final SignedDriver driver = SignedDriver.start(
            "prod",
            Map.of(
                    "memory",
                    new InMemoryBackend()
                            .open(new BackendConfig("prod", Role.DRIVER, "d", Map.of("memory.broker", name)))),
            AUTH);
    private final SignedDriver.Stream orders = driver.start("orders");
    private final SignedDriver.Stream clicks = driver.start("clicks");

    @AfterEach
    void close() {
        driver.close();
    }

    private void publish(String text) {
        broker.publish("prod", Topic.SIGNALS, Payload.utf8(text));
    }

    private void publish(Key key, String text) {
        publish(key, text, Instant.now());
    }

    private void publish(Key key, String text, Instant signed) {
        AuthSettings own = new AuthSettings(true, Duration.ofSeconds(30), key.id(), Map.of(key.id(), key));
        broker.publish(
                "prod",
                Topic.SIGNALS,
                Sealer.ofSignals(own, "prod").seal(Payload.utf8(text), Duration.ofHours(1), signed));
    }

    private List<Report.OfSignal> refusals() {
        return broker.stored("prod", Topic.REPORTS).stream()
                .map(stored -> Codec.decodeReport(stored.body()))
                .filter(Report.OfSignal.class::isInstance)
                .map(Report.OfSignal.class::cast)
                .filter(report -> report.outcome() == Outcome.REFUSED)
                .toList();
    }

    @Test
    void aKeyReachesWhomBothSelectorsMeanAndTheOthersSaySo() {
        publish(CLICKS, "stop *");
        await().until(clicks::isTold);
        await().until(() -> refusals().size() == 1);
        assertThat(refusals().get(0).run().displayName()).isEqualTo("orders");
        assertThat(refusals().get(0).detail()).contains("the key clicks reaches query.name=clicks");
        assertThat(orders.isTold()).isFalse();
        assertThat(driver.rejected("forbidden")).isEqualTo(1);
        publish(ALL, "stop *");
        await().until(orders::isTold);
    }

    @Test
    void whoeverForgotToSignIsTold() {
        publish(EVENT.formatted("7", "orders"));
        await().until(() -> refusals().size() == 1);
        assertThat(refusals().get(0).signal().id()).isEqualTo("7");
        assertThat(refusals().get(0).detail()).contains("carries no signature");
        assertThat(orders.isTold()).isFalse();
    }

    /** On SQS it goes to the queue that the one who asked has named, whoever that is. */
    @Test
    void whoeverHasNotSignedIsToldWhichRunThatIsAndNoMoreOfIt() {
        Map<String, String> labels = Map.of(
                Labels.RUN_ID,
                "views-1",
                Labels.QUERY_NAME,
                "views",
                Labels.QUERY_ID,
                "id-of-views",
                Labels.APP_NAME,
                "shop",
                Labels.USER,
                "jane",
                "team",
                "payments");
        driver.engine().starting(new SignedDriver.Stream(new RunInfo("views-1", Instant.now(), Labels.of(labels))));
        publish(EVENT.formatted("7", "team=pay*").replace("\"id\"", "\"replyto\":\"mine\",\"id\""));
        await().until(() -> refusals().size() == 1);
        Report.OfSignal refusal = refusals().get(0);
        assertThat(refusal.run().displayName()).isEqualTo("views");
        assertThat(refusal.run().labels().asMap())
                .containsOnlyKeys(Labels.RUN_ID, Labels.QUERY_NAME, Labels.QUERY_ID, Labels.APP_NAME);
        assertThat(refusal.matched()).isEqualTo("team=pay*");
    }

    @Test
    void aForgedCopyOfAnAcceptedSignalHasNoSayInItsReports() {
        publish(ALL, EVENT.formatted("7", "orders"));
        await().until(orders::isTold);
        publish(EVENT.formatted("7", "orders"));
        await().until(() -> driver.rejected("unsigned") == 1);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void nobodyUsesUpTheIdentityOfAnothersSignal() {
        publish(CLICKS, EVENT.formatted("7", "query.name=nobody"));
        publish(EVENT.formatted("7", "query.name=nobody"));
        await().until(() -> driver.rejected("unsigned") == 1);
        publish(ALL, EVENT.formatted("7", "orders"));
        await().until(orders::isTold);
    }

    /** What answers is the driver's whole list, since its readers share it: a part would say that the rest has ended. */
    @Test
    void aPingIsAnsweredForAllRunsAndOnlyIfItIsSigned() {
        String ping = EVENT.replace("stop.requested", "ping.requested");
        publish(ping.formatted("unsigned", "*"));
        await().until(() -> driver.rejected("unsigned") == 1);
        publish(CLICKS, ping.formatted("signed", "*"));
        await().until(() -> !answers().isEmpty());
        assertThat(answers()).singleElement().satisfies(answer -> {
            assertThat(Objects.requireNonNull(answer.answering()).id()).isEqualTo("signed");
            assertThat(answer.runs())
                    .extracting(status -> status.run().displayName())
                    .containsExactlyInAnyOrder("orders", "clicks");
        });
        assertThat(driver.rejected("forbidden")).isZero();
        assertThat(orders.isTold() || clicks.isTold()).isFalse();
    }

    private List<Report.OfRoster> answers() {
        return broker.stored("prod", Topic.REPORTS).stream()
                .map(stored -> Codec.decodeReport(stored.body()))
                .filter(Report.OfRoster.class::isInstance)
                .map(Report.OfRoster.class::cast)
                .filter(report -> report.answering() != null)
                .toList();
    }

    /** By half a minute at the most before the run began, as clocks may be apart. */
    @Test
    void whatWasSignedLongerBeforeTheRunBeganThanClocksAreApartIsRefused() {
        Instant before = orders.info().started();
        publish(ALL, "stop orders", before.minusSeconds(31));
        await().until(() -> refusals().size() == 1);
        assertThat(refusals().get(0).detail()).contains("before orders started at " + before);
        assertThat(driver.rejected("replayed")).isEqualTo(1);
        assertThat(orders.isTold()).isFalse();
        publish(ALL, "stop orders", before.minusSeconds(29));
        await().until(orders::isTold);
        assertThat(driver.rejected("replayed")).isEqualTo(1);
    }

    @Test
    void aFloodIsCountedAndNotAnswered() {
        for (int number = 0; number < 500; number++) {
            publish("stop *");
        }
        await().until(() -> driver.rejected("unsigned") == 500);
        await().until(() -> refusals().size() == 200);
        publish(ALL, "stop orders");
        await().until(orders::isTold);
        assertThat(refusals()).hasSize(200);
    }

    @Test
    void aClaimThatIsOutOfAllBoundsHarmsNothing() {
        String times = "\"time\":\"0000-01-01T00:00:00Z\",\"expirytime\":\"9999-12-31T23:59:59Z\",\"id\"";
        publish(EVENT.formatted("7", "orders").replace("\"id\"", times));
        await().until(() -> driver.rejected("unsigned") == 1);
        publish(ALL, "stop orders");
        await().until(orders::isTold);
    }
}
