package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Sealer;
import io.github.curfew.auth.Use;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Hold;
import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.engine.Takeovers;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new version asks its predecessor, and believes it, by signatures alone. */
@Timeout(60)
class SignedTakeoverTest {
    private static final String PROD = "prod";
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String OPS = "a secret of those who stop streams";
    private static final String STRANGE = "a secret of somebody else altogether";
    private static final String CLICKS = "a secret that all versions of clicks share";
    private static final AuthSettings AUTH = Settings.resolve(
                    List.of(SettingsSource.code(Map.ofEntries(
                            Map.entry("file.dir", "/nowhere"),
                            Map.entry("auth.required", "true"),
                            Map.entry("auth.sign-with", "drivers"),
                            Map.entry("auth.keys.drivers.secret", "a secret that all drivers of prod share"),
                            Map.entry("auth.keys.drivers.use", "reports"),
                            Map.entry("auth.keys.versions.secret", "a secret that all versions of orders share"),
                            Map.entry("auth.keys.versions.selector", "query.name=orders"),
                            Map.entry("auth.keys.versions.use", "signals"),
                            // Of which nobody has said what it is for.
                            Map.entry("auth.keys.clicks.secret", CLICKS),
                            Map.entry("auth.keys.clicks.selector", "query.name=clicks"),
                            Map.entry("auth.keys.ops.secret", OPS),
                            Map.entry("auth.keys.ops.use", "signals")))),
                    Backends.discover())
            .auth(Role.DRIVER)
            .signingWith("versions");

    private final String name = UUID.randomUUID().toString();
    private final InMemoryBroker broker = InMemoryBroker.named(name);

    /** By whom it is written that a predecessor has stopped, which has not. */
    enum Forger {
        WITHOUT_A_KEY,
        WITH_A_KEY_OF_THAT_NAME,
        WITH_A_KEY_THAT_NOBODY_KNOWS,
        WITH_A_KEY_FOR_SIGNALS,
        WITH_ANOTHER_TEAMS_KEY,
        FOR_ANOTHER_NAMESPACE;

        Payload sealed(Report report) {
            return switch (this) {
                case WITHOUT_A_KEY -> Codec.encode(report);
                case WITH_A_KEY_OF_THAT_NAME -> by("drivers", STRANGE, report);
                case WITH_A_KEY_THAT_NOBODY_KNOWS -> by("strangers", STRANGE, report);
                case WITH_A_KEY_FOR_SIGNALS -> by("ops", OPS, report);
                case WITH_ANOTHER_TEAMS_KEY -> by("clicks", CLICKS, report);
                case FOR_ANOTHER_NAMESPACE -> Sealer.ofReports(AUTH, "staging").seal(report, HOUR, Instant.now());
            };
        }

        private static Payload by(String id, String secret, Report report) {
            Key key = Key.of(id, secret, null, Selector.EVERYONE, Use.ANY);
            AuthSettings own = new AuthSettings(true, SKEW, id, Map.of(id, key));
            return Sealer.ofReports(own, PROD).seal(report, HOUR, Instant.now());
        }
    }

    private SignedDriver driver(AuthSettings auth) {
        String id = UUID.randomUUID().toString();
        return SignedDriver.start(
                PROD,
                Map.of(
                        "memory",
                        new InMemoryBackend()
                                .open(new BackendConfig(PROD, Role.DRIVER, id, Map.of("memory.broker", name)))),
                auth);
    }

    private static Hold hold(SignedDriver driver) {
        return hold(driver, HOUR, OnSilence.HOLD);
    }

    private static Hold hold(SignedDriver driver, Duration patience, OnSilence onSilence) {
        return hold(driver, patience, onSilence, () -> true);
    }

    private static Hold hold(SignedDriver driver, Duration patience, OnSilence onSilence, BooleanSupplier ready) {
        String id = UUID.randomUUID().toString();
        SignedDriver.Stream run = new SignedDriver.Stream(orders(id));
        TakeoverTerms terms = new TakeoverTerms(Duration.ZERO, patience, onSilence, HOUR, HOUR);
        return Takeovers.of(driver.engine(), terms).hold(run, false, ready);
    }

    private static RunInfo orders(String id) {
        return new RunInfo(
                id,
                Instant.now(),
                Labels.of(Map.of(Labels.QUERY_NAME, "orders", Labels.QUERY_ID, "id-of-orders", Labels.RUN_ID, id)));
    }

    private static String why(SignedDriver driver) {
        return driver.engine().runs().stream()
                .map(RunStatus::held)
                .filter(Objects::nonNull)
                .map(Held::why)
                .findFirst()
                .orElse("");
    }

    private static boolean isHeld(Hold hold) throws InterruptedException {
        return hold.await(Duration.ofMillis(1)) == null;
    }

    private static Decision decision(Hold hold) throws InterruptedException {
        return Objects.requireNonNull(hold.await(Duration.ofSeconds(30)), "it is still held");
    }

    private List<Report> reports() {
        return broker.stored(PROD, Topic.REPORTS).stream()
                .map(stored -> Codec.decodeReport(stored.body()))
                .toList();
    }

    private List<Signal> signals() {
        return broker.stored(PROD, Topic.SIGNALS).stream()
                .map(stored -> Codec.decodeSignal(stored.body(), Map.of(), new SignalId("/test", "none")))
                .toList();
    }

    private Report.OfSignal word(RunInfo run, Outcome outcome, String detail) {
        List<Signal> signals = signals();
        Signal claim = signals.get(signals.size() - 1);
        return new Report.OfSignal(
                UUID.randomUUID().toString(),
                "d",
                Instant.now(),
                outcome,
                claim.id(),
                Action.STOP,
                run,
                "query.id=id-of-orders",
                1L,
                Duration.ZERO,
                detail);
    }

    private static Report roster(RunInfo run, Report.OfRoster.Kind kind, RunState state) {
        return roster(new RunStatus(run, state, 1L), kind);
    }

    private static Report roster(RunStatus run, Report.OfRoster.Kind kind) {
        DriverInfo driver = new DriverInfo("d", "app-0", "orders", "host", "1", "3.5", Instant.now());
        return new Report.OfRoster(
                UUID.randomUUID().toString(),
                driver,
                Instant.now(),
                kind,
                List.of(run),
                List.of(),
                Duration.ofMinutes(1),
                0,
                1,
                1,
                null);
    }

    @Test
    void itsRequestIsSignedAndSoIsTheAnswer() throws InterruptedException {
        try (SignedDriver old = driver(AUTH);
                SignedDriver next = driver(AUTH)) {
            SignedDriver.Stream predecessor = old.start("orders");
            Hold hold = hold(next);
            await().until(predecessor::isTold);
            assertThat(isHeld(hold)).isTrue();
            assertThat(old.rejected("unsigned")).isZero();
            predecessor.endBatch();
            Decision made = decision(hold);
            assertThat(made.verdict()).isEqualTo(Verdict.GO);
            assertThat(made.sentence()).contains("stopped after batch 1");
        }
    }

    @Test
    void noForgedStoppedLetsItGoOn() throws InterruptedException {
        try (SignedDriver old = driver(AUTH);
                SignedDriver next = driver(AUTH)) {
            SignedDriver.Stream predecessor = old.start("orders");
            Hold hold = hold(next);
            await().until(predecessor::isTold);
            Report stopped = word(predecessor.info(), Outcome.STOPPED, "");
            Report bye = roster(predecessor.info(), Report.OfRoster.Kind.BYE, RunState.ENDED);
            for (Forger forger : Forger.values()) {
                broker.publish(PROD, Topic.REPORTS, forger.sealed(stopped));
                broker.publish(PROD, Topic.REPORTS, forger.sealed(bye));
                // What comes after them, and counts, tells that they were read.
                Report marker = word(predecessor.info(), Outcome.REFUSED, "read so far: " + forger);
                broker.publish(PROD, Topic.REPORTS, Sealer.ofReports(AUTH, PROD).seal(marker, HOUR, Instant.now()));
                await().until(() -> why(next).contains("which refuses: read so far: " + forger));
                assertThat(isHeld(hold)).as(forger.toString()).isTrue();
            }
            predecessor.endBatch();
            assertThat(decision(hold).verdict()).isEqualTo(Verdict.GO);
        }
    }

    @Test
    void oneThatDoesNotSignYetIsWaitedForUntilSomebodyLetsItGo() throws InterruptedException {
        try (SignedDriver old = driver(AuthSettings.NONE);
                SignedDriver next = driver(AUTH)) {
            SignedDriver.Stream predecessor = old.start("orders");
            Hold hold = hold(next);
            await().until(predecessor::isTold);
            assertThat(why(next)).contains("whose reports do not count").contains("carries no signature");
            predecessor.endBatch();
            await().until(() -> reports().stream()
                    .anyMatch(report ->
                            report instanceof Report.OfRoster roster && roster.kind() == Report.OfRoster.Kind.BYE));
            broker.publish(
                    PROD,
                    Topic.REPORTS,
                    Codec.encode(roster(orders("read-so-far"), Report.OfRoster.Kind.HELLO, RunState.RUNNING)));
            await().until(() -> why(next).contains("read-so-far"));
            assertThat(isHeld(hold)).isTrue();
            assertThat(why(next)).contains(predecessor.info().id());
            broker.publish(
                    PROD,
                    Topic.SIGNALS,
                    Sealer.ofSignals(AUTH.signingWith("ops"), PROD)
                            .seal(Payload.utf8("resume orders"), HOUR, Instant.now()));
            Decision made = decision(hold);
            assertThat(made.verdict()).isEqualTo(Verdict.GO);
            assertThat(made.sentence()).contains("let go by hand");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GIVE_UP", "GO_ON"})
    void aRunThatSomebodyWithoutAKeyMadeUpHoldsItNoLongerThanIsSet(OnSilence onSilence) throws InterruptedException {
        RunInfo madeUp = orders("made-up");
        Report hello = roster(madeUp, Report.OfRoster.Kind.HELLO, RunState.RUNNING);
        broker.publish(PROD, Topic.REPORTS, Forger.WITHOUT_A_KEY.sealed(hello));
        try (SignedDriver next = driver(AUTH)) {
            Decision made = decision(hold(next, Duration.ofSeconds(1), onSilence));
            assertThat(made.verdict()).isEqualTo(onSilence == OnSilence.GIVE_UP ? Verdict.GIVE_UP : Verdict.GO);
            assertThat(made.sentence())
                    .contains("run made-up")
                    .contains("whose reports do not count")
                    .contains("1s have passed");
        }
    }

    @Test
    void aBugInALookIsNotTheEndOfLooking() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        try (SignedDriver old = driver(AUTH);
                SignedDriver next = driver(AUTH)) {
            SignedDriver.Stream predecessor = old.start("orders");
            Hold hold = hold(next, HOUR, OnSilence.HOLD, () -> {
                if (looks.incrementAndGet() == 1) {
                    throw new IllegalStateException("a bug");
                }
                return true;
            });
            await().until(predecessor::isTold);
            predecessor.endBatch();
            assertThat(decision(hold).verdict()).isEqualTo(Verdict.GO);
        }
    }

    @Test
    void aClaimThanWhichThereIsNoHigherOneKeepsNobodyFromAsking() throws InterruptedException {
        Held made = new Held(Held.HIGHEST_CLAIM, List.of(), "");
        RunStatus madeUp = new RunStatus(orders("made-up"), RunState.HELD, null, null, made);
        try (SignedDriver old = driver(AUTH);
                SignedDriver next = driver(AUTH)) {
            SignedDriver.Stream predecessor = old.start("orders");
            broker.publish(
                    PROD,
                    Topic.REPORTS,
                    Sealer.ofReports(AUTH, PROD).seal(roster(madeUp, Report.OfRoster.Kind.HELLO), HOUR, Instant.now()));
            Hold hold = hold(next);
            await().until(predecessor::isTold);
            Signal asked = signals().get(0);
            assertThat(asked.id().source()).endsWith("/" + Held.HIGHEST_CLAIM);
            assertThat(isHeld(hold)).isTrue();
        }
    }

    @Test
    void aPredecessorThatItsKeyDoesNotReachIsNotSilent() throws InterruptedException {
        try (SignedDriver old = driver(AUTH);
                SignedDriver next = driver(AUTH.signingWith("clicks"))) {
            SignedDriver.Stream predecessor = old.start("orders");
            Hold hold = hold(next);
            await().until(() -> why(next).contains("which refuses: the key clicks reaches query.name=clicks"));
            assertThat(predecessor.isTold()).isFalse();
            assertThat(isHeld(hold)).isTrue();
        }
    }
}
