package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CurfewClientTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Instant start = Instant.now();
    private final RunInfo orders = FakeDriver.run("orders", start.minusSeconds(5));
    private final RunInfo clicks = FakeDriver.run("clicks", start.minusSeconds(5));
    private final FakeDriver driver = new FakeDriver("d", Duration.ofSeconds(60));
    private final MemoryBroker broker = new MemoryBroker("memory", true);

    @Test
    void followsASignalUntilEveryRunThatIsMeantHasAnswered() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders, clicks));
        broker.onSignal = outgoing -> {
            say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.RECEIVED));
            say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
            say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.DRAINING));
        };
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("orders"))) {
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            assertThat(progress.runs()).singleElement().satisfies(standing -> {
                assertThat(standing.run().displayName()).isEqualTo("orders");
                assertThat(standing.report())
                        .extracting(Report.OfSignal::outcome)
                        .isEqualTo(Outcome.STOPPED);
                assertThat(standing.driver()).extracting(DriverInfo::host).isEqualTo("host-d");
            });
            assertThat(tracking.publication().receipts()).containsOnlyKeys("memory");
        }
    }

    @Test
    void knowsWhoIsSilent() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders, clicks));
        broker.onSignal = outgoing -> say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(Duration.ofSeconds(2));

            assertThat(progress.settled()).isFalse();
            assertThat(progress.runs())
                    .filteredOn(standing -> standing.report() == null)
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("clicks");
        }
    }

    @Test
    void isSettledWithNobodyOnlyAfterTheHearingTime() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, clicks));
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("orders"))) {
            long began = System.nanoTime();
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            assertThat(progress.runs()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void doesNotWaitForWhoStartedAfterTheSignalOrSaidByeOrIsLost() throws InterruptedException {
        RunInfo late = FakeDriver.run("late", start.plusSeconds(600));
        RunInfo lost = FakeDriver.run("lost", start.minusSeconds(600));
        FakeDriver dead = new FakeDriver("dead", Duration.ofMillis(1));
        say(dead.roster(Kind.HELLO, start.minusSeconds(600), lost));
        say(driver.roster(Kind.HELLO, start, orders, clicks));
        broker.onSignal = outgoing -> {
            say(driver.roster(Kind.HELLO, start.plusSeconds(600), late));
            say(driver.roster(Kind.BYE, Instant.now(), clicks));
            say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        };
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            Map<String, Presence> presences = progress.runs().stream()
                    .collect(Collectors.toMap(standing -> standing.run().displayName(), Standing::presence));
            assertThat(presences)
                    .containsOnly(
                            Map.entry("orders", Presence.HERE),
                            Map.entry("clicks", Presence.GONE),
                            Map.entry("lost", Presence.LOST));
            assertThat(progress.later()).extracting(RunInfo::displayName).containsExactly("late");
        }
    }

    /** What it has not been told yet is not what is not there. */
    @Test
    void doesNotTakeABrokerThatIsSlowToAnswerForAnEmptyOne() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders));
        broker.slow = true;
        CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> broker.slow = false);
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster())
                    .extracting(entry -> entry.status().run().displayName())
                    .containsExactly("orders");
        }
    }

    /** Its fence alone knows whether the signal is for it, and lets it answer or not. */
    @Test
    void countsWhoBeganAtThatMomentIfItAnswers() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders));
        broker.onSignal = outgoing -> {
            Signal signal = OnMemory.decoded(outgoing.body());
            RunInfo obeys = begun(Duration.ofMillis(100), "obeys");
            say(driver.answer(signal, orders, Outcome.STOPPED));
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> say(driver.answer(signal, obeys, Outcome.STOPPED)));
            RunInfo fenced = begun(Duration.ofMillis(100), "fenced");
            say(driver.roster(Kind.ALIVE, Instant.now(), 1, 1, 1, null, orders, obeys, fenced));
        };
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            assertThat(Conclusion.of(tracking.publication().signal(), progress)).isEqualTo(Conclusion.AS_ASKED);
            assertThat(progress.runs())
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("obeys", "orders");
            assertThat(progress.later()).extracting(RunInfo::displayName).containsExactly("fenced");
        }
    }

    /** Such as one whose hello had to wait for its broker. */
    @Test
    void waitsForWhoBeganWellBeforeTheSignalAndSaidHelloAfterIt() throws InterruptedException {
        broker.onSignal = outgoing -> begun(Duration.ofSeconds(10), "old");
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(Duration.ofSeconds(4));

            assertThat(progress.settled()).isFalse();
            assertThat(Conclusion.open(progress))
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("old");
        }
    }

    /** It may be draining still, out of reach of its broker. */
    @Test
    void waitsForWhoAnsweredAndFellSilentThen() throws InterruptedException {
        FakeDriver dying = new FakeDriver("dying", Duration.ofMillis(1));
        say(dying.roster(Kind.HELLO, start.minusSeconds(600), orders));
        broker.onSignal = outgoing -> say(dying.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.DRAINING));
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("orders"))) {
            Progress progress = tracking.await(Duration.ofSeconds(4));

            assertThat(progress.settled()).isFalse();
            assertThat(progress.runs()).extracting(Standing::presence).containsExactly(Presence.LOST);
            assertThat(Conclusion.open(progress)).hasSize(1);
            String signal = tracking.publication().signal().id().id();
            try (Recall recall = client.recall(signal, Duration.ofHours(1))) {
                Progress recalled = recall.read(LONG);
                assertThat(recalled.runs()).extracting(Standing::presence).containsExactly(Presence.LOST);
                assertThat(recalled.settled()).isFalse();
            }
        }
    }

    @Test
    void doesNotWaitForWhoBeganAfterTheSignalThoughItsClockIsAnHourSlow() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders));
        broker.onSignal = outgoing -> {
            say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
            Instant began = Instant.now().minus(Duration.ofHours(1));
            // It comes under curfew a second later, as it says.
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> say(driver.roster(
                            Kind.HELLO, began.plusMillis(1010), FakeDriver.run("slow", began.plusSeconds(1)))));
        };
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"), 2)) {
            await().until(() -> !tracking.progress().later().isEmpty());

            assertThat(tracking.progress().runs())
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("orders");
        }
    }

    private RunInfo begun(Duration ago, String name) {
        Instant now = Instant.now();
        RunInfo run = FakeDriver.run(name, now.minus(ago));
        say(driver.roster(Kind.HELLO, now, run));
        return run;
    }

    @Test
    void doesNotCountWhoHadLeftBeforeTheSignal() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders, clicks));
        say(driver.roster(Kind.BYE, start, clicks));
        broker.onSignal = outgoing -> say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            assertThat(tracking.await(LONG).runs())
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("orders");
        }
    }

    /** A thousand drivers that beat once a minute leave no third of a second without a word. */
    @Test
    void hasReadAllThoughItIsNeverQuiet() throws InterruptedException {
        say(driver.roster(Kind.HELLO, start, orders));
        AtomicBoolean over = new AtomicBoolean();
        Thread chatter = new Thread(() -> {
            while (!over.get()) {
                say(driver.roster(Kind.ALIVE, Instant.now(), 1, 1, 1, null, orders));
                LockSupport.parkNanos(10_000_000);
            }
        });
        chatter.start();
        broker.onSignal = outgoing -> say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).hasSize(1);
            try (Tracking tracking = client.track(stop("orders"))) {
                assertThat(tracking.await(LONG).settled()).isTrue();
            }
        } finally {
            over.set(true);
            chatter.join();
        }
    }

    @Test
    void asksWhoIsLostOnceAndSeesWhoFellSilentLongAgo() throws InterruptedException {
        FakeDriver dead = new FakeDriver("dead", Duration.ofMillis(1));
        say(dead.roster(Kind.HELLO, start.minusSeconds(600), orders));
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).singleElement().matches(RosterEntry::lost);
            assertThat(client.roster()).hasSize(1);
            assertThat(client.knownRoster()).hasSize(1);
            assertThat(broker.log(Topic.SIGNALS)).as("pings").hasSize(1);
        }
    }

    @Test
    void waitsForWhoIsThereThoughItsOwnClockIsHoursAhead() throws InterruptedException {
        FakeDriver beating = new FakeDriver("beating", Duration.ofMinutes(1));
        say(beating.roster(Kind.HELLO, start, orders));
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
        try (CurfewClient client = CurfewClient.connect(OnMemory.settings(broker), ahead);
                Tracking tracking = client.track(stop("team=payments"))) {
            await().until(() -> !tracking.progress().runs().isEmpty());
            assertThat(tracking.progress().runs())
                    .singleElement()
                    .satisfies(standing -> assertThat(standing.presence()).isEqualTo(Presence.HERE));
            assertThat(tracking.await(Duration.ofMillis(300)).settled()).isFalse();
            say(beating.answer(tracking.publication().signal(), orders, Outcome.STOPPED));
            assertThat(tracking.await(LONG).settled()).isTrue();
        }
    }

    @Test
    void waitsForAsManyAsAreExpected() throws InterruptedException {
        broker.onSignal = outgoing -> say(driver.answer(OnMemory.decoded(outgoing.body()), orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"), 2)) {
            Progress seen = tracking.progress();
            while (seen.finished() < 1) {
                seen = tracking.awaitChange(seen, LONG);
            }
            assertThat(tracking.await(Duration.ofMillis(200)).settled()).isFalse();
            say(driver.answer(tracking.publication().signal(), clicks, Outcome.FORCED));

            Progress progress = tracking.await(LONG);
            assertThat(progress.settled()).isTrue();
            assertThat(progress.finished()).isEqualTo(2);
            assertThat(Conclusion.of(tracking.publication().signal(), progress)).isEqualTo(Conclusion.NOT_AS_ASKED);
        }
    }

    @Test
    void passesOverGarbageAmongTheReports() throws InterruptedException {
        broker.append(Topic.REPORTS, Payload.utf8("hello there"));
        broker.append(Topic.REPORTS, Payload.of(new byte[] {0, (byte) 0xff}));
        broker.append(Topic.REPORTS, Payload.utf8("{\"specversion\":\"1.0\",\"type\":\"x\"}"));
        say(driver.roster(Kind.HELLO, start, orders));
        broker.append(Topic.REPORTS, Payload.utf8("["));
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster())
                    .extracting(entry -> entry.status().run().displayName())
                    .containsExactly("orders");
        }
    }

    @Test
    void publishesWhereItCanAndWarnsOfTheRest() {
        MemoryBroker other = new MemoryBroker("other", true);
        other.down = true;
        try (CurfewClient client = OnMemory.connect(broker, other)) {
            Publication publication = client.publish(stop("orders"));

            assertThat(publication.receipts()).containsOnlyKeys("memory");
            assertThat(publication.warnings())
                    .containsExactly("the backend other did not take the signal: cannot reach other: it is down");
            assertThat(broker.log(Topic.SIGNALS)).hasSize(1);
        }
    }

    @Test
    void saysSoWhenNoBackendTakesTheSignalOrTellsReports() {
        broker.down = true;
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(() -> client.publish(stop("orders")))
                    .isInstanceOf(CurfewException.class)
                    .hasMessage("the backend memory did not take the signal: cannot reach memory: it is down");
            assertThatThrownBy(() -> client.track(stop("orders"))).isInstanceOf(CurfewException.class);
            assertThatThrownBy(client::roster)
                    .isInstanceOf(CurfewException.class)
                    .hasMessage("the reports of the backend memory cannot be read: cannot reach memory: it is down");
        }
    }

    @Test
    void goesOnReadingWhenTheBrokerComesBack() throws InterruptedException {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).isEmpty();
            broker.down = true;
            say(driver.roster(Kind.HELLO, start, orders));
            await().until(() -> !client.troubles().isEmpty());
            broker.down = false;
            await().until(() -> client.troubles().isEmpty() && client.roster().size() == 1);
        }
    }

    @Test
    void asksTheDriversWhereNothingIsKept() throws InterruptedException {
        MemoryBroker forgetful = new MemoryBroker("forgetful", false);
        forgetful.onSignal = outgoing -> {
            Signal ping = OnMemory.decoded(outgoing.body());
            assertThat(ping.action()).isEqualTo(Action.PING);
            forgetful.append(
                    Topic.REPORTS, Codec.encode(driver.roster(Kind.ALIVE, Instant.now(), 1, 1, 1, ping.id(), orders)));
        };
        try (CurfewClient client = OnMemory.connect(forgetful)) {
            assertThat(client.roster()).hasSize(1);
        }
    }

    @Test
    void namesEveryBackendThatCannotBeOpened() {
        BackendProvider broken = new BrokenProvider();

        assertThatThrownBy(() -> CurfewClient.connect(OnMemory.settings(broker, broken)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("broken.url is not set");
    }

    private static final class BrokenProvider implements BackendProvider {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public Transport open(BackendConfig config) {
            throw new ConfigurationException("broken.url is not set");
        }
    }

    private void say(Report report) {
        broker.append(Topic.REPORTS, Codec.encode(report));
    }

    private static Signal stop(String selector) {
        return Signal.create("/test", Action.STOP, Selector.parse(selector), Terms.DEFAULT, Instant.now());
    }
}
