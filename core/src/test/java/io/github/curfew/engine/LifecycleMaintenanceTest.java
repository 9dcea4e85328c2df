package io.github.curfew.engine;

import static io.github.curfew.engine.PlayedLifecycle.ON_SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Action;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The maintenance of a managed lifecycle: when it is due, who waits for it, and what comes of its failures. */
@Timeout(60)
class LifecycleMaintenanceTest {
    private final Stage stage = new Stage();

    @AutoClose
    private final PlayedLifecycle lifecycle = new PlayedLifecycle(stage);

    @Test
    void itStopsForMaintenanceByItself() throws Exception {
        CompletableFuture<Ending> over =
                lifecycle.play(new Maintenance(Duration.ofMillis(50), 0, Duration.ZERO, false));
        await().until(() -> stage.streams.size() > 3);
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).noneMatch(stream -> stream.cut);
        assertThat(lifecycle.reports())
                .filteredOn(report -> report.outcome().word().equals("restarted"))
                .isNotEmpty()
                .allMatch(report -> report.signal().source().equals("/curfew/drivers/driver-1"));
    }

    @Test
    void aStopWaitsForTheMaintenance() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        stage.held = held;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        await().until(() -> stage.rounds == 1);
        assertThat(lifecycle.state()).isEqualTo(RunState.PAUSED);
        String stop = lifecycle.send(Action.STOP);
        await().until(() -> lifecycle.words(stop).contains("draining"));
        held.countDown();
        lifecycle.awaitFinal(stop, "stopped");
        lifecycle.awaitFinal(restart, "refused");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).hasSize(1);
    }

    @Test
    void atItsDeadlineAStopInterruptsTheMaintenance() throws Exception {
        stage.held = new CountDownLatch(1);
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.send(Action.RESTART);
        await().until(() -> stage.rounds == 1);
        String stop = lifecycle.send(Action.STOP, PlayedLifecycle.deadline(Duration.ofMillis(100)));
        lifecycle.awaitFinal(stop, "forced");
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
    }

    @Test
    void maintenanceThatFailsIsTriedAgain() throws Exception {
        stage.failures = 2;
        CompletableFuture<Ending> over = lifecycle.play(new Maintenance(null, 2, Duration.ofMillis(10), false));
        lifecycle.awaitStream(1);
        lifecycle.awaitFinal(lifecycle.send(Action.RESTART), "restarted");
        assertThat(stage.rounds).isEqualTo(3);
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void maintenanceThatFailsForGoodIsTold() throws Exception {
        stage.failures = 1;
        CompletableFuture<Ending> over = lifecycle.play(new Maintenance(null, 0, Duration.ZERO, true));
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        lifecycle.awaitFinal(restart, "restarted");
        assertThat(lifecycle.last(restart).detail()).contains("no space left");
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void maintenanceThatFailsCanEndIt() {
        stage.failures = 1;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        lifecycle.awaitFinal(restart, "failed");
        assertThat(lifecycle.last(restart).detail()).contains("no space left");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void anErrorOfTheMaintenanceIsToldToo() {
        stage.error = new StackOverflowError("too deep");
        CompletableFuture<Ending> over = lifecycle.play(new Maintenance(null, 3, Duration.ZERO, true));
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        lifecycle.awaitFinal(restart, "failed");
        assertThat(lifecycle.last(restart).detail()).contains("too deep");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(StackOverflowError.class);
    }
}
