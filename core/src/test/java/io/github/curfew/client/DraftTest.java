package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service writes, and what it is given. */
@Timeout(60)
final class DraftTest {
    private final Instant start = Instant.now();
    private final RunInfo orders = FakeDriver.run("orders", start.minusSeconds(5));
    private final RunInfo clicks = FakeDriver.run("clicks", start.minusSeconds(5));
    private final FakeDriver driver = new FakeDriver("d", Duration.ofSeconds(60));
    private final MemoryBroker broker = new MemoryBroker("memory", true);
    private final MemoryBroker other = new MemoryBroker("other", true);

    @Test
    void saysInTheSignalWhatWasWritten() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            Publication publication = client.stop("app.name=orders,team!=x")
                    .reason("deploy 42")
                    .source("/ops/deploy-bot")
                    .deadline(Duration.ofMinutes(2))
                    .onTimeout(OnTimeout.KEEP_RUNNING)
                    .expiry(Duration.ofHours(2))
                    .publish();

            Signal signal = OnMemory.decoded(broker.log(Topic.SIGNALS).get(0).body());
            assertThat(signal).isEqualTo(publication.signal());
            assertThat(signal.id().source()).isEqualTo("/ops/deploy-bot");
            assertThat(signal.selector()).hasToString("app.name=orders,team!=x");
            assertThat(signal.terms())
                    .isEqualTo(new Terms(
                            Mode.GRACEFUL,
                            Duration.ofMinutes(2),
                            OnTimeout.KEEP_RUNNING,
                            Duration.ofHours(2),
                            "deploy 42",
                            null));
        }
    }

    @Test
    void canBeARestartAPauseAResumeOrACut() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.restart("orders").publish().signal().action()).isEqualTo(Action.RESTART);
            assertThat(client.pause("orders").publish().signal().action()).isEqualTo(Action.PAUSE);
            assertThat(client.resume("orders").publish().signal().action()).isEqualTo(Action.RESUME);
            assertThat(client.stop("orders").now().publish().signal().terms().mode())
                    .isEqualTo(Mode.NOW);
        }
    }

    @Test
    void eachPublicationIsAnotherSignalAndTheSameSignalAgainIsNot() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            Draft draft = client.stop("orders");
            Signal first = draft.publish().signal();
            assertThat(draft.publish().signal().id()).isNotEqualTo(first.id());
            assertThat(client.publish(first).signal().id()).isEqualTo(first.id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.name=*", "team!=x"})
    void whoeverNamesNobodyInParticularHasToMeanIt(String selector) {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(() -> client.stop(selector).publish())
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("the selector " + selector
                            + " names nobody in particular: call everyone() if all whom it matches are meant");
            assertThatThrownBy(() -> client.stop(selector).track()).isInstanceOf(MalformedException.class);
            assertThat(broker.log(Topic.SIGNALS)).isEmpty();
            assertThat(client.stop(selector).everyone().publish().signal().selector())
                    .hasToString(selector);
        }
    }

    @Test
    void refusesWhatCannotBeRead() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(() -> client.stop("team=")).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> client.stop("  "))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageStartingWith("the selector is empty");
        }
    }

    @Test
    void refusesWhatNoDriverWouldTake() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            Draft wordy = client.stop("orders").reason("x".repeat(2_049));
            assertThatThrownBy(wordy::publish)
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("the field \"data.reason\" is longer than 2048 characters");
            assertThatThrownBy(wordy::track).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() ->
                            client.stop("orders").source("/" + "x".repeat(512)).publish())
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("longer than 512 characters");
            assertThatThrownBy(() -> client.stop("orders")
                            .deadline(Duration.ofDays(36_500))
                            .publish())
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("more than ten years");
            assertThat(broker.log(Topic.SIGNALS)).isEmpty();
        }
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(() -> client.restart("orders").now().publish())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("only a stop can cut at once: leave out now() of this restart");
            assertThatThrownBy(() -> client.stop("orders")
                            .now()
                            .deadline(Duration.ofSeconds(1))
                            .publish())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() ->
                            client.resume("orders").onTimeout(OnTimeout.FORCE).publish())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> client.stop("orders").deadline(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the deadline has to be more than nothing, not PT0S");
            assertThatThrownBy(() -> client.stop("orders").expect(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.stop("orders").source("a b")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void givesAResultWhenAllThatAreMeantHaveAnswered() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders, clicks));
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("team=payments").track();
            CompletableFuture<Result> result = tracking.result();
            say(driver.answer(tracking.publication().signal(), orders, Outcome.STOPPED));
            assertThatThrownBy(() -> result.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            say(driver.answer(tracking.publication().signal(), clicks, Outcome.FORCED));

            assertThat(result.get().conclusion()).isEqualTo(Conclusion.NOT_AS_ASKED);
            assertThat(result.get().isAsAsked()).isFalse();
            assertThat(result.get().progress().finished()).isEqualTo(2);
            assertThat(tracking.result().get()).isEqualTo(result.get());
        }
    }

    @Test
    void givesAResultWhenTheTimeIsOver() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        try (CurfewClient client = OnMemory.connect(broker)) {
            Result result = client.stop("orders")
                    .timeout(Duration.ofMillis(500))
                    .track()
                    .result()
                    .get();

            assertThat(result.conclusion()).isEqualTo(Conclusion.TIME_OVER);
            assertThat(Conclusion.open(result.progress()))
                    .extracting(standing -> standing.run().displayName())
                    .containsExactly("orders");
        }
    }

    @Test
    void theTimeBeginsWhenTheSignalIsPublished() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        Duration timeout = Duration.ofSeconds(5);
        broker.onSignal =
                signal -> LockSupport.parkNanos(timeout.plusMillis(100).toNanos());
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("orders").timeout(timeout).track();
            CompletableFuture<Result> result = tracking.result();
            assertThatThrownBy(() -> result.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            say(driver.answer(tracking.publication().signal(), orders, Outcome.STOPPED));
            assertThat(result.get().isAsAsked()).isTrue();
        }
    }

    @Test
    void aCutIsAsAskedWhereACutWasAsked() throws Exception {
        answer(broker, signal -> driver.answer(signal, orders, Outcome.FORCED));
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.stop("orders").now().track().result().get().isAsAsked())
                    .isTrue();
        }
    }

    @Test
    void saysThatNobodyIsMeantOnlyWhereEverythingCouldBeRead() throws Exception {
        try (CurfewClient client = OnMemory.connect(broker, other)) {
            assertThat(client.stop("orders").track().result().get().conclusion())
                    .isEqualTo(Conclusion.NOBODY);
            other.down = true;
            Result result = client.stop("orders").track().result().get();
            assertThat(result.conclusion()).isEqualTo(Conclusion.UNKNOWN);
            assertThat(result.progress().troubles())
                    .containsExactly("the reports of the backend other cannot be read: cannot reach other: it is down");
        }
    }

    @Test
    void saysThatTheBrokerLostReports() throws Exception {
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("orders").track();
            broker.lose("17 records are gone");
            Result result = tracking.result().get();

            assertThat(result.conclusion()).isEqualTo(Conclusion.UNKNOWN);
            assertThat(result.progress().troubles())
                    .containsExactly("the backend memory has lost reports: 17 records are gone");
        }
    }

    @Test
    void waitsForAsManyAsAreExpected() throws Exception {
        answer(broker, signal -> driver.answer(signal, orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("team=payments").expect(2).track();
            CompletableFuture<Result> result = tracking.result();
            assertThatThrownBy(() -> result.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            say(driver.answer(tracking.publication().signal(), clicks, Outcome.ENDED));
            assertThat(result.get().isAsAsked()).isTrue();
        }
    }

    @Test
    void tellsEachReportThatIsNewsOnceInItsOrderAndBeforeTheResult() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        for (MemoryBroker each : List.of(broker, other)) {
            each.onSignal = outgoing -> {
                Signal signal = OnMemory.decoded(outgoing.body());
                for (Outcome outcome : List.of(Outcome.RECEIVED, Outcome.DRAINING, Outcome.STOPPED)) {
                    each.append(Topic.REPORTS, Codec.encode(driver.answer(signal, orders, outcome)));
                }
            };
        }
        ConcurrentLinkedQueue<Outcome> told = new ConcurrentLinkedQueue<>();
        try (CurfewClient client = OnMemory.connect(broker, other)) {
            var unused = client.stop("orders")
                    .onReport(report -> {
                        told.add(report.outcome());
                        throw new IllegalStateException("a listener's bug");
                    })
                    .track()
                    .result()
                    .get();
            assertThat(List.copyOf(told))
                    .endsWith(Outcome.STOPPED)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void whatDependsOnAResultMayBlock() throws Exception {
        say(driver.roster(Kind.HELLO, start, orders));
        answer(broker, signal -> driver.answer(signal, orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker)) {
            Conclusion second = client.stop("orders")
                    .track()
                    .result()
                    .thenApply(first ->
                            client.stop("orders").track().result().join().conclusion())
                    .get();
            assertThat(second).isEqualTo(Conclusion.AS_ASKED);
        }
    }

    @Test
    void aResultThatIsToComeFailsWhenTrackingOrClientIsClosed() {
        say(driver.roster(Kind.HELLO, start, orders));
        CurfewClient client = OnMemory.connect(broker);
        Tracking closed = client.stop("orders").track();
        CompletableFuture<Result> one = closed.result();
        CompletableFuture<Result> two = client.stop("orders").track().result();
        closed.close();
        assertThatThrownBy(one::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CurfewException.class)
                .hasMessageContaining("is no longer followed: its tracking, or the client, was closed");
        client.close();
        client.close();
        assertThatThrownBy(two::join).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> client.stop("orders").publish())
                .isInstanceOf(CurfewException.class)
                .hasMessage("this client is closed: connect another one");
    }

    @Test
    void toCancelOneFutureDoesNotCancelAnother() throws Exception {
        answer(broker, signal -> driver.answer(signal, orders, Outcome.STOPPED));
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("orders").expect(1).track();
            assertThat(tracking.result().cancel(true)).isTrue();
            assertThat(tracking.result().get().isAsAsked()).isTrue();
        }
    }

    private void say(Report report) {
        broker.append(Topic.REPORTS, Codec.encode(report));
    }

    private static void answer(MemoryBroker broker, Function<Signal, Report> answer) {
        broker.onSignal =
                outgoing -> broker.append(Topic.REPORTS, Codec.encode(answer.apply(OnMemory.decoded(outgoing.body()))));
    }
}
