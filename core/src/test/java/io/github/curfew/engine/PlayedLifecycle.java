package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A managed lifecycle on a real engine, played on a thread of its own: what it is told, and what it says. */
final class PlayedLifecycle implements AutoCloseable {
    static final Maintenance ON_SIGNALS = new Maintenance(null, 0, Duration.ZERO, false);

    private final Engine engine = Engine.start(
            new EngineSettings(
                    "test", Duration.ofMinutes(1), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
            new DriverInfo("driver-1", "app-1", "orders-app", "host", "test", "none", Instant.now()),
            Map.of());
    private final List<Report.OfSignal> reports = new CopyOnWriteArrayList<>();
    private final Stage stage;
    private @Nullable Lifecycle lifecycle;
    private @Nullable Thread player;

    PlayedLifecycle(Stage stage) {
        this.stage = stage;
        engine.listen(reports::add);
    }

    static RunInfo info(String id) {
        return new RunInfo(id, Instant.now(), Labels.of(Map.of("query.name", "orders", "kind", "lifecycle")));
    }

    /** There it is from now on, though nobody plays it yet. */
    void manage(Maintenance maintenance) {
        lifecycle = engine.manage(info("lifecycle-1"), stage, maintenance);
    }

    CompletableFuture<Ending> play(Maintenance maintenance) {
        manage(maintenance);
        return play();
    }

    /** Plays what is managed, on a thread of its own. */
    CompletableFuture<Ending> play() {
        Lifecycle managed = Objects.requireNonNull(lifecycle);
        CompletableFuture<Ending> over = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        over.complete(managed.play());
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

    /** As the engine's ladder does when a deadline has passed. */
    void cut() throws Exception {
        Objects.requireNonNull(lifecycle).cut();
    }

    void interruptPlayer() {
        Objects.requireNonNull(player).interrupt();
    }

    String send(Action action) {
        return send(action, Terms.DEFAULT);
    }

    String send(Action action, Terms terms) {
        String id = action.word() + "-" + reports.size() + "-" + System.nanoTime();
        engine.accept(
                new Signal(new SignalId("/test", id), action, Selector.parse("kind=lifecycle"), terms, Instant.now()));
        return id;
    }

    static Terms deadline(Duration deadline) {
        return new Terms(Mode.GRACEFUL, deadline, OnTimeout.FORCE, null, "", null);
    }

    /** What was said of a signal for it, in order. */
    List<String> words(String signal) {
        return reportsOf(signal).map(report -> report.outcome().word()).toList();
    }

    void awaitFinal(String signal, String word) {
        await().untilAsserted(() -> assertThat(words(signal)).endsWith(word));
    }

    Report.OfSignal last(String signal) {
        return reportsOf(signal).reduce((one, other) -> other).orElseThrow();
    }

    private Stream<Report.OfSignal> reportsOf(String signal) {
        return reports.stream()
                .filter(report ->
                        report.signal().id().equals(signal) && report.run().id().equals("lifecycle-1"));
    }

    RunState state() {
        return engine.runs().stream()
                .filter(status -> status.run().id().equals("lifecycle-1"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    void awaitStream(int count) {
        await().until(() -> stage.streams.size() == count && state() == RunState.RUNNING);
    }

    List<Report.OfSignal> reports() {
        return List.copyOf(reports);
    }

    void closeEngine(String why) {
        engine.close(why);
    }

    @Override
    public void close() {
        stage.drains = true;
        closeEngine("the test is over");
    }
}
