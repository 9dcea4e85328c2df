package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Keys;
import io.github.curfew.auth.Sealer;
import io.github.curfew.auth.Use;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sender that believes only drivers with a key. */
@Timeout(60)
class SignedReportsTest {
    private static final Key DRIVERS =
            Key.of("drivers", "the secret of the drivers, long enough", null, Selector.EVERYONE, Use.REPORTS);
    private static final Sealer SEALER = Sealer.ofReports(
            new AuthSettings(false, Duration.ofSeconds(30), null, Map.of("drivers", DRIVERS)), "default");

    private final Instant start = Instant.now();
    private final RunInfo orders = FakeDriver.run("orders", start.minusSeconds(5));
    private final FakeDriver driver = new FakeDriver("d", Duration.ofSeconds(60));
    private final MemoryBroker broker = new MemoryBroker("memory", true);

    private CurfewClient connect() {
        Map<String, String> flags = Map.of(
                "backends", "memory",
                "auth.required", "true",
                "auth.keys.ops.secret", Keys.SECRET,
                "auth.keys.ops.use", "signals",
                "auth.keys.drivers.secret", "the secret of the drivers, long enough",
                "auth.keys.drivers.use", "reports");
        return CurfewClient.connect(Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(broker)));
    }

    private void say(Report report) {
        broker.append(Topic.REPORTS, SEALER.seal(report, Duration.ofDays(7), Instant.now()));
    }

    private void forge(Report report) {
        broker.append(Topic.REPORTS, Codec.encode(report));
        Key other = Key.of("drivers", "whatever somebody takes for a secret", null, Selector.EVERYONE, Use.ANY);
        Sealer theirs = Sealer.ofReports(
                new AuthSettings(false, Duration.ofSeconds(30), null, Map.of("drivers", other)), "default");
        broker.append(Topic.REPORTS, theirs.seal(report, Duration.ofDays(7), Instant.now()));
        // Whoever may send signals may not say what became of them.
        Key sender = Keys.shared("ops");
        Sealer senders = Sealer.ofReports(
                new AuthSettings(false, Duration.ofSeconds(30), null, Map.of("ops", sender)), "default");
        broker.append(Topic.REPORTS, senders.seal(report, Duration.ofDays(7), Instant.now()));
    }

    @Test
    void aForgedStoppedFoolsNobody() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        broker.onSignal = outgoing -> forge(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        try (CurfewClient client = connect();
                Tracking tracking = client.stop("orders").track()) {
            Progress progress = tracking.await(Duration.ofSeconds(2));
            assertThat(progress.settled()).isFalse();
            assertThat(progress.runs())
                    .singleElement()
                    .satisfies(standing -> assertThat(standing.report()).isNull());
            assertThat(progress.troubles())
                    .anyMatch(trouble -> trouble.contains("reports on the backend memory do not count"));

            say(driver.answer(tracking.publication().signal(), orders, Outcome.STOPPED));
            assertThat(tracking.await(Duration.ofSeconds(20)).settled()).isTrue();
        }
    }

    @Test
    void aForgedByeHidesNobodyAndAForgedHelloShowsNobody() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        forge(driver.roster(Kind.BYE, Instant.now(), orders));
        forge(driver.roster(Kind.HELLO, Instant.now(), FakeDriver.run("ghost", start)));
        try (CurfewClient client = connect()) {
            assertThat(client.roster())
                    .extracting(entry -> entry.status().run().displayName())
                    .containsExactly("orders");
            assertThat(client.troubles()).isNotEmpty();
        }
    }

    @Test
    void whatDidNotCountIsForgottenAsLostDriversAre() {
        Admission admission = new Admission(
                new AuthSettings(true, Duration.ofSeconds(30), null, Map.of("drivers", DRIVERS)), "default");
        Intake intake = new Intake(admission, Duration.ofSeconds(3), Clock.systemUTC());
        intake.deliver(
                "memory",
                new Delivery(
                        "1", Instant.now(), Codec.encode(driver.roster(Kind.HELLO, start, orders)), Map.of(), "1"));
        assertThat(intake.refusals()).hasSize(1);
        await().until(() -> intake.refusals().isEmpty());
    }

    @Test
    void aCapturedBeatThatIsSentAgainMakesNoDriverLive() throws Exception {
        Report.OfRoster beat = new FakeDriver("d", Duration.ofSeconds(5)).roster(Kind.ALIVE, start, orders);
        Payload captured = SEALER.seal(beat, Duration.ofDays(7), Instant.now().minus(Duration.ofMinutes(5)));
        broker.append(Topic.REPORTS, captured);
        try (CurfewClient client = connect()) {
            assertThat(client.roster()).allMatch(RosterEntry::lost);
        }
    }

    @Test
    void whatItSendsIsSignedForItsNamespaceAndForAsLongAsItCounts() {
        try (CurfewClient client = connect()) {
            Publication publication =
                    client.stop("orders").expiry(Duration.ofMinutes(10)).publish();
            Payload sent = broker.log(Topic.SIGNALS).get(0).body();
            Key ops = Keys.shared("ops");
            Admission admission =
                    new Admission(new AuthSettings(true, Duration.ofSeconds(30), null, Map.of("ops", ops)), "default");
            var admitted = admission.signal(sent, Map.of(), new SignalId("/x", "1"), Instant.now());
            assertThat(admitted.message()).isEqualTo(publication.signal());
            var seal = Objects.requireNonNull(admitted.seal());
            assertThat(Duration.between(seal.signed(), seal.until())).isEqualTo(Duration.ofMinutes(10));
        }
    }

    @Test
    void whoCannotSignOrBelieveAnybodyIsToldAtOnce() {
        Map<String, String> flags = Map.of("backends", "memory", "auth.required", "true");
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(broker));
        assertThatThrownBy(() -> CurfewClient.connect(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no key can verify reports")
                .hasMessageContaining("no key can sign signals");
    }
}
