package io.github.curfew.client;

import static io.github.curfew.client.TalkingDriver.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a sender waits for: those who were there when it sent, whatever clocks say, and neither left nor are lost. */
@Timeout(60)
final class ExpectedRunsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryBroker broker = new MemoryBroker("memory", true);
    private final TalkingDriver driver = new TalkingDriver("d", Duration.ofSeconds(60), broker);
    private final RunInfo orders = driver.run("orders");
    private final RunInfo clicks = driver.run("clicks");

    @Test
    void doesNotWaitForWhoStartedAfterTheSignalOrSaidByeOrIsLost() throws InterruptedException {
        RunInfo late = FakeDriver.run("late", driver.start.plusSeconds(600));
        RunInfo lost = FakeDriver.run("lost", driver.start.minusSeconds(600));
        TalkingDriver dead = new TalkingDriver("dead", Duration.ofMillis(1), broker);
        dead.hello(driver.start.minusSeconds(600), lost);
        driver.hello(orders, clicks);
        broker.onSignal = outgoing -> {
            driver.hello(driver.start.plusSeconds(600), late);
            driver.bye(Instant.now(), clicks);
            driver.answer(outgoing, orders, Outcome.STOPPED);
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

    /** Its fence alone knows whether the signal is for it, and lets it answer or not. */
    @Test
    void countsWhoBeganAtThatMomentIfItAnswers() throws InterruptedException {
        driver.hello(orders);
        broker.onSignal = outgoing -> {
            Signal signal = OnMemory.decoded(outgoing.body());
            RunInfo obeys = driver.begun(Duration.ofMillis(100), "obeys");
            driver.answer(signal, orders, Outcome.STOPPED);
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> driver.answer(signal, obeys, Outcome.STOPPED));
            RunInfo fenced = driver.begun(Duration.ofMillis(100), "fenced");
            driver.alive(null, orders, obeys, fenced);
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
        broker.onSignal = outgoing -> driver.begun(Duration.ofSeconds(10), "old");
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(Duration.ofSeconds(4));

            assertThat(progress.settled()).isFalse();
            assertThat(Conclusion.open(progress))
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("old");
        }
    }

    @Test
    void doesNotWaitForWhoBeganAfterTheSignalThoughItsClockIsAnHourSlow() throws InterruptedException {
        driver.hello(orders);
        broker.onSignal = outgoing -> {
            driver.answer(outgoing, orders, Outcome.STOPPED);
            Instant began = Instant.now().minus(Duration.ofHours(1));
            // It comes under curfew a second later, as it says.
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> driver.hello(began.plusMillis(1010), FakeDriver.run("slow", began.plusSeconds(1))));
        };
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"), 2)) {
            await().until(() -> !tracking.progress().later().isEmpty());

            assertThat(tracking.progress().runs())
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("orders");
        }
    }

    @Test
    void doesNotCountWhoHadLeftBeforeTheSignal() throws InterruptedException {
        driver.hello(orders, clicks);
        driver.bye(driver.start, clicks);
        broker.onSignal = outgoing -> driver.answer(outgoing, orders, Outcome.STOPPED);
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            assertThat(tracking.await(LONG).runs())
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("orders");
        }
    }

    @Test
    void waitsForWhoIsThereThoughItsOwnClockIsHoursAhead() throws InterruptedException {
        TalkingDriver beating = new TalkingDriver("beating", Duration.ofMinutes(1), broker);
        beating.hello(orders);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
        try (CurfewClient client = CurfewClient.connect(OnMemory.settings(broker), ahead);
                Tracking tracking = client.track(stop("team=payments"))) {
            await().until(() -> !tracking.progress().runs().isEmpty());
            assertThat(tracking.progress().runs())
                    .singleElement()
                    .satisfies(standing -> assertThat(standing.presence()).isEqualTo(Presence.HERE));
            assertThat(tracking.await(Duration.ofMillis(300)).settled()).isFalse();
            beating.answer(tracking.publication().signal(), orders, Outcome.STOPPED);
            assertThat(tracking.await(LONG).settled()).isTrue();
        }
    }
}
