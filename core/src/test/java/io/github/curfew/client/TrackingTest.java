package io.github.curfew.client;

import static io.github.curfew.client.TalkingDriver.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A signal that is followed until everyone whom it means has answered. */
@Timeout(60)
final class TrackingTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryBroker broker = new MemoryBroker("memory", true);
    private final MemoryBroker forgetful = new MemoryBroker("queues", false);
    private final TalkingDriver driver = new TalkingDriver("d", Duration.ofSeconds(60), broker);
    private final RunInfo orders = driver.run("orders");
    private final RunInfo clicks = driver.run("clicks");

    @Test
    void followsASignalUntilEveryRunThatIsMeantHasAnswered() throws InterruptedException {
        driver.hello(orders, clicks);
        broker.onSignal = outgoing -> {
            driver.answer(outgoing, orders, Outcome.RECEIVED);
            driver.answer(outgoing, orders, Outcome.STOPPED);
            driver.answer(outgoing, orders, Outcome.DRAINING);
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
        driver.hello(orders, clicks);
        broker.onSignal = outgoing -> driver.answer(outgoing, orders, Outcome.STOPPED);
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
        driver.hello(clicks);
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
    void waitsForAsManyAsAreExpected() throws InterruptedException {
        broker.onSignal = outgoing -> driver.answer(outgoing, orders, Outcome.STOPPED);
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"), 2)) {
            Progress seen = tracking.progress();
            while (seen.finished() < 1) {
                seen = tracking.awaitChange(seen, LONG);
            }
            assertThat(tracking.await(Duration.ofMillis(200)).settled()).isFalse();
            driver.answer(tracking.publication().signal(), clicks, Outcome.FORCED);

            Progress progress = tracking.await(LONG);
            assertThat(progress.settled()).isTrue();
            assertThat(progress.finished()).isEqualTo(2);
            assertThat(Conclusion.of(tracking.publication().signal(), progress)).isEqualTo(Conclusion.NOT_AS_ASKED);
        }
    }

    /** They may all have said by now that they stopped, or that they did not. */
    @Test
    void whoSeemsLostToASenderThatCannotHearIsUnknown() throws InterruptedException {
        TalkingDriver other = new TalkingDriver("other", Duration.ofSeconds(2), broker);
        driver.hello(orders);
        other.hello(Instant.now(), clicks);
        broker.onSignal = outgoing -> driver.answer(outgoing, orders, Outcome.STOPPED);
        try (CurfewClient client = OnMemory.connect(broker);
                Tracking tracking = client.track(stop("team=payments"))) {
            await().until(() -> tracking.progress().finished() == 1);
            broker.down = true;
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            assertThat(Conclusion.silent(progress))
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("clicks");
            assertThat(Conclusion.of(tracking.publication().signal(), progress)).isEqualTo(Conclusion.UNKNOWN);
        }
    }

    @Test
    void hearsEverybodyOutWhereNobodyIsKnownBefore() throws InterruptedException {
        TalkingDriver queue = new TalkingDriver("q", Duration.ofSeconds(60), forgetful);
        forgetful.onSignal = outgoing -> {
            queue.answer(outgoing, orders, Outcome.STOPPED);
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> queue.answer(outgoing, clicks, Outcome.FORCED));
        };
        try (CurfewClient client = OnMemory.connect(forgetful);
                Tracking tracking = client.track(stop("team=payments"))) {
            Progress progress = tracking.await(LONG);

            assertThat(progress.settled()).isTrue();
            assertThat(Conclusion.of(tracking.publication().signal(), progress)).isEqualTo(Conclusion.NOT_AS_ASKED);
        }
    }

    @Test
    void waitsForNobodyElseWhereAllWereAskedJustBefore() throws InterruptedException {
        TalkingDriver queue = new TalkingDriver("q", Duration.ofSeconds(60), forgetful);
        forgetful.onSignal = outgoing -> queue.alive(null, orders);
        try (CurfewClient client = OnMemory.connect(forgetful)) {
            assertThat(client.roster()).hasSize(1);
            forgetful.onSignal = outgoing -> queue.answer(outgoing, orders, Outcome.STOPPED);
            try (Tracking tracking = client.track(stop("team=payments"))) {
                assertThat(tracking.await(tracking.hearingTime().dividedBy(2)).settled())
                        .isTrue();
            }
        }
    }

    /** It may be draining still, out of reach of its broker. */
    @Test
    void waitsForWhoAnsweredAndFellSilentThen() throws InterruptedException {
        TalkingDriver dying = new TalkingDriver("dying", Duration.ofMillis(1), broker);
        dying.hello(driver.start.minusSeconds(600), orders);
        broker.onSignal = outgoing -> dying.answer(outgoing, orders, Outcome.DRAINING);
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
}
