package io.github.curfew.engine;

import static io.github.curfew.engine.PlayedLifecycle.ON_SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Action;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals for a managed lifecycle: restart, pause, resume and stop, in whatever order they come. */
@Timeout(60)
class LifecycleSignalTest {
    private final Stage stage = new Stage();

    @AutoClose
    private final PlayedLifecycle lifecycle = new PlayedLifecycle(stage);

    @Test
    void aRestartDrainsMaintainsAndStartsAgain() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        lifecycle.awaitFinal(restart, "restarted");
        assertThat(lifecycle.words(restart)).containsExactly("received", "draining", "restarted");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2).noneMatch(stream -> stream.cut);
        String stop = lifecycle.send(Action.STOP);
        lifecycle.awaitFinal(stop, "stopped");
        assertThat(lifecycle.last(stop).lastBatch()).isEqualTo(1);
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
        assertThat(stage.rounds).isEqualTo(1);
    }

    @Test
    void aPauseLastsUntilAResume() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String pause = lifecycle.send(Action.PAUSE);
        lifecycle.awaitFinal(pause, "paused");
        assertThat(lifecycle.state()).isEqualTo(RunState.PAUSED);
        assertThat(stage.rounds).isZero();
        lifecycle.awaitFinal(lifecycle.send(Action.PAUSE), "paused");
        String resume = lifecycle.send(Action.RESUME);
        lifecycle.awaitFinal(resume, "resumed");
        assertThat(lifecycle.words(resume)).containsExactly("received", "resumed");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2);
        lifecycle.awaitFinal(lifecycle.send(Action.RESUME), "resumed");
        assertThat(stage.streams).hasSize(2);
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStopEndsAPause() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.awaitFinal(lifecycle.send(Action.PAUSE), "paused");
        String stop = lifecycle.send(Action.STOP);
        lifecycle.awaitFinal(stop, "stopped");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).hasSize(1);
        assertThat(stage.rounds).isZero();
    }

    @Test
    void aRestartCutsAtItsDeadlineAndGoesOn() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART, PlayedLifecycle.deadline(Duration.ofMillis(100)));
        lifecycle.awaitFinal(restart, "forced");
        lifecycle.awaitStream(2);
        stage.drains = true;
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theLatestWordDecides() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        String restart = lifecycle.send(Action.RESTART);
        await().until(() -> stage.current().asked);
        assertThat(lifecycle.state()).isEqualTo(RunState.DRAINING);
        String pause = lifecycle.send(Action.PAUSE);
        stage.drains = true;
        lifecycle.awaitFinal(pause, "paused");
        lifecycle.awaitFinal(restart, "refused");
        assertThat(lifecycle.last(restart).detail()).contains("pause");
        lifecycle.send(Action.STOP);
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPauseBeforeTheFirstStartCounts() throws Exception {
        lifecycle.manage(ON_SIGNALS);
        assertThat(lifecycle.state()).isEqualTo(RunState.RUNNING);
        String pause = lifecycle.send(Action.PAUSE);
        assertThat(lifecycle.state()).isEqualTo(RunState.PAUSED);
        CompletableFuture<Ending> over = lifecycle.play();
        lifecycle.awaitFinal(pause, "paused");
        assertThat(stage.streams).isEmpty();
        lifecycle.awaitFinal(lifecycle.send(Action.STOP), "stopped");
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.streams).isEmpty();
    }

    @Test
    void aRestartBeforeTheFirstStartIsARestart() throws Exception {
        lifecycle.manage(ON_SIGNALS);
        String restart = lifecycle.send(Action.RESTART);
        CompletableFuture<Ending> over = lifecycle.play();
        lifecycle.awaitFinal(restart, "restarted");
        assertThat(stage.rounds).isEqualTo(1);
        assertThat(stage.streams).hasSize(2);
        lifecycle.awaitFinal(lifecycle.send(Action.STOP), "stopped");
        over.get(10, TimeUnit.SECONDS);
    }
}
