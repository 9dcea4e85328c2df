package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals for a managed lifecycle, with a real engine and a stream that is told when its batch ends. */
@Timeout(60)
class LifecycleTest {
    private static final Maintenance ON_SIGNALS = new Maintenance(null, 0, Duration.ZERO, false);

    private final Engine engine = Engine.start(
            new EngineSettings(
                    "test", Duration.ofMinutes(1), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
            new DriverInfo("driver-1", "app-1", "orders-app", "host", "test", "none", Instant.now()),
            Map.of());
    private final List<Report.OfSignal> reports = new CopyOnWriteArrayList<>();
    private final Stage stage = new Stage();
    private Lifecycle lifecycle = engine.manage(info("unused"), stage, ON_SIGNALS);
    private @Nullable Thread player;

    LifecycleTest() {
        engine.listen(reports::add);
    }

    private static RunInfo info(String id) {
        return new RunInfo(id, Instant.now(), Labels.of(Map.of("query.name", "orders", "kind", "lifecycle")));
    }

    /** The script: streams that drain at once unless told otherwise, and maintenance that can be held up. */
    private static final class Stage implements Lifecycle.Script {
        final List<Stream> streams = new CopyOnWriteArrayList<>();
        final List<Exception> troubles = new CopyOnWriteArrayList<>();
        volatile boolean drains = true;
        volatile @Nullable CountDownLatch held;
        volatile int rounds;
        volatile int failures;
        volatile @Nullable Error error;

        @Override
        public Run start() throws Exception {
            if (!troubles.isEmpty()) {
                throw troubles.remove(0);
            }
            Stream stream = new Stream(this, streams.size());
            streams.add(stream);
            return stream;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the player alone.
        public void maintain() throws Exception {
            rounds++;
            CountDownLatch latch = held;
            if (latch != null) {
                latch.await();
            }
            Error thrown = error;
            if (thrown != null) {
                throw thrown;
            }
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("no space left");
            }
        }

        Stream current() {
            return streams.get(streams.size() - 1);
        }
    }

    private static final class Stream implements Run {
        private final Stage stage;
        private final long number;
        volatile boolean asked;
        volatile boolean cut;
        volatile @Nullable Proof proof;

        Stream(Stage stage, long number) {
            this.stage = stage;
            this.number = number;
        }

        @Override
        public RunInfo info() {
            return LifecycleTest.info("stream-" + number);
        }

        @Override
        public Long lastBatch() {
            return number;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {
            asked = true;
            if (stage.drains) {
                proof = Proof.COMMITTED;
            }
        }

        @Override
        public void cut() {
            cut = true;
            proof = Proof.UNPROVEN;
        }

        @Override
        public boolean hasEnded() {
            return proof != null;
        }

        @Override
        public Ending ending() {
            Proof how = proof;
            return new Ending(how == null ? Proof.UNPROVEN : how, number, how == Proof.ERROR ? "disk full" : "");
        }
    }

    private CompletableFuture<Ending> play(Maintenance maintenance) {
        lifecycle = engine.manage(info("lifecycle-1"), stage, maintenance);
        return playIt();
    }

    private CompletableFuture<Ending> playIt() {
        CompletableFuture<Ending> over = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        over.complete(lifecycle.play());
                    } catch (Throwable e) {
                        over.completeExceptionally(e);
                    }
                },
                "player");
        thread.setDaemon(true);
        player = thread;
        thread.start();
        return over;
    }

    private String send(Action action) {
        return send(action, Terms.DEFAULT);
    }

    private String send(Action action, Terms terms) {
        String id = action.word() + "-" + reports.size() + "-" + System.nanoTime();
        engine.accept(
                new Signal(new SignalId("/test", id), action, Selector.parse("kind=lifecycle"), terms, Instant.now()));
        return id;
    }

    private static Terms deadline(Duration deadline) {
        return new Terms(Mode.GRACEFUL, deadline, OnTimeout.FORCE, null, "", null);
    }

    private List<String> words(String signal) {
        return reports.stream()
                .filter(report ->
                        report.signal().id().equals(signal) && report.run().id().equals("lifecycle-1"))
                .map(report -> report.outcome().word())
                .toList();
    }

    private void awaitFinal(String signal, String word) {
        await().untilAsserted(() -> assertThat(words(signal)).endsWith(word));
    }

    private Report.OfSignal last(String signal) {
        return reports.stream()
                .filter(report ->
                        report.signal().id().equals(signal) && report.run().id().equals("lifecycle-1"))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private RunState state() {
        return engine.runs().stream()
                .filter(status -> status.run().id().equals("lifecycle-1"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private void awaitStream(int count) {
        await().until(() -> stage.streams.size() == count && state() == RunState.RUNNING);
    }

    @AfterEach
    void stop() {
        stage.drains = true;
        engine.close("the test is over");
    }

    @Test
    void aRestartDrainsMaintainsAndStartsAgain() throws Exception {
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String restart = send(Action.RESTART);
        awaitFinal(restart, "restarted");
        assertThat(words(restart)).containsExactly("received", "draining", "restarted");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2).noneMatch(stream -> stream.cut);
        String stop = send(Action.STOP);
        awaitFinal(stop, "stopped");
        assertThat(last(stop).lastBatch()).isEqualTo(1);
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
        assertThat(stage.rounds).isEqualTo(1);
    }

    @Test
    void aPauseLastsUntilAResume() throws Exception {
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String pause = send(Action.PAUSE);
        awaitFinal(pause, "paused");
        assertThat(state()).isEqualTo(RunState.PAUSED);
        assertThat(stage.rounds).isZero();
        awaitFinal(send(Action.PAUSE), "paused");
        String resume = send(Action.RESUME);
        awaitFinal(resume, "resumed");
        assertThat(words(resume)).containsExactly("received", "resumed");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2);
        awaitFinal(send(Action.RESUME), "resumed");
        assertThat(stage.streams).hasSize(2);
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStopEndsAPause() throws Exception {
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        awaitFinal(send(Action.PAUSE), "paused");
        String stop = send(Action.STOP);
        awaitFinal(stop, "stopped");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).hasSize(1);
        assertThat(stage.rounds).isZero();
    }

    @Test
    void itStopsForMaintenanceByItself() throws Exception {
        CompletableFuture<Ending> over = play(new Maintenance(Duration.ofMillis(50), 0, Duration.ZERO, false));
        await().until(() -> stage.streams.size() > 3);
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).noneMatch(stream -> stream.cut);
        assertThat(reports)
                .filteredOn(report -> report.outcome().word().equals("restarted"))
                .isNotEmpty()
                .allMatch(report -> report.signal().source().equals("/curfew/drivers/driver-1"));
    }

    @Test
    void aStopWaitsForTheMaintenance() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        stage.held = held;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String restart = send(Action.RESTART);
        await().until(() -> stage.rounds == 1);
        assertThat(state()).isEqualTo(RunState.PAUSED);
        String stop = send(Action.STOP);
        await().until(() -> words(stop).contains("draining"));
        held.countDown();
        awaitFinal(stop, "stopped");
        awaitFinal(restart, "refused");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).hasSize(1);
    }

    @Test
    void atItsDeadlineAStopInterruptsTheMaintenance() throws Exception {
        stage.held = new CountDownLatch(1);
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        send(Action.RESTART);
        await().until(() -> stage.rounds == 1);
        String stop = send(Action.STOP, deadline(Duration.ofMillis(100)));
        awaitFinal(stop, "forced");
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
    }

    @Test
    void aRestartCutsAtItsDeadlineAndGoesOn() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String restart = send(Action.RESTART, deadline(Duration.ofMillis(100)));
        awaitFinal(restart, "forced");
        awaitStream(2);
        stage.drains = true;
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theLatestWordDecides() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String restart = send(Action.RESTART);
        await().until(() -> stage.current().asked);
        assertThat(state()).isEqualTo(RunState.DRAINING);
        String pause = send(Action.PAUSE);
        stage.drains = true;
        awaitFinal(pause, "paused");
        awaitFinal(restart, "refused");
        assertThat(last(restart).detail()).contains("pause");
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPauseBeforeTheFirstStartCounts() throws Exception {
        lifecycle = engine.manage(info("lifecycle-1"), stage, ON_SIGNALS);
        assertThat(state()).isEqualTo(RunState.RUNNING);
        String pause = send(Action.PAUSE);
        assertThat(state()).isEqualTo(RunState.PAUSED);
        CompletableFuture<Ending> over = playIt();
        awaitFinal(pause, "paused");
        assertThat(stage.streams).isEmpty();
        awaitFinal(send(Action.STOP), "stopped");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).isEmpty();
    }

    @Test
    void aRestartBeforeTheFirstStartIsARestart() throws Exception {
        lifecycle = engine.manage(info("lifecycle-1"), stage, ON_SIGNALS);
        String restart = send(Action.RESTART);
        CompletableFuture<Ending> over = playIt();
        awaitFinal(restart, "restarted");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2);
        awaitFinal(send(Action.STOP), "stopped");
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void maintenanceThatFailsIsTriedAgain() throws Exception {
        stage.failures = 2;
        CompletableFuture<Ending> over = play(new Maintenance(null, 2, Duration.ofMillis(10), false));
        awaitStream(1);
        awaitFinal(send(Action.RESTART), "restarted");
        assertThat(stage.rounds).isEqualTo(3);
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void maintenanceThatFailsForGoodIsTold() throws Exception {
        stage.failures = 1;
        CompletableFuture<Ending> over = play(new Maintenance(null, 0, Duration.ZERO, true));
        awaitStream(1);
        String restart = send(Action.RESTART);
        awaitFinal(restart, "restarted");
        assertThat(last(restart).detail()).contains("no space left");
        send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void maintenanceThatFailsCanEndIt() {
        stage.failures = 1;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        String restart = send(Action.RESTART);
        awaitFinal(restart, "failed");
        assertThat(last(restart).detail()).contains("no space left");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStreamThatFailsEndsIt() throws Exception {
        CompletableFuture<Ending> over = play(new Maintenance(Duration.ofHours(1), 3, Duration.ZERO, true));
        awaitStream(1);
        stage.current().proof = Proof.ERROR;
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.ERROR);
        assertThat(stage.rounds).isZero();
    }

    @Test
    void aStreamThatCannotBeStartedEndsIt() {
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        stage.troubles.add(new IllegalStateException("no such table"));
        String restart = send(Action.RESTART);
        awaitFinal(restart, "failed");
        assertThat(last(restart).detail()).contains("no such table");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no such table");
    }

    @Test
    void anInterruptedPlayerLeavesADrainingStream() {
        stage.drains = false;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        Objects.requireNonNull(player).interrupt();
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(stage.current().asked).isTrue();
    }

    @Test
    void aPausedOneEndsWithItsEngine() throws Exception {
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        awaitFinal(send(Action.PAUSE), "paused");
        engine.close("the application stopped its SparkContext");
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
        assertThat(stage.streams).hasSize(1);
    }

    @Test
    void oneThatStreamsEndsWithItsEngineToo() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = play(ON_SIGNALS);
        awaitStream(1);
        engine.close("the application stopped its SparkContext");
        assertThat(stage.current().asked).isTrue();
        stage.current().proof = Proof.CUT;
        assertThat(over.get(20, TimeUnit.SECONDS).proof()).isEqualTo(Proof.CUT);
    }

    @Test
    void anErrorOfTheMaintenanceIsToldToo() {
        stage.error = new StackOverflowError("too deep");
        CompletableFuture<Ending> over = play(new Maintenance(null, 3, Duration.ZERO, true));
        awaitStream(1);
        String restart = send(Action.RESTART);
        awaitFinal(restart, "failed");
        assertThat(last(restart).detail()).contains("too deep");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void severalStreamsAreOne() throws Exception {
        List<Stream> both = List.of(new Stream(stage, 7), new Stream(stage, 8));
        RunGroup group = new RunGroup(info("group"), both);
        stage.drains = false;
        both.get(0).proof = Proof.ERROR;
        assertThat(group.hasEnded()).isFalse();
        assertThat(both.get(1).asked).isTrue();
        both.get(1).proof = Proof.COMMITTED;
        assertThat(group.hasEnded()).isTrue();
        assertThat(group.ending().proof()).isEqualTo(Proof.ERROR);
        assertThat(group.ending().detail()).contains("disk full");
    }
}
