package io.github.curfew.engine;

import static io.github.curfew.engine.PlayedLifecycle.ON_SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a managed lifecycle that nobody has stopped. */
@Timeout(60)
class LifecycleEndTest {
    private final Stage stage = new Stage();

    @AutoClose
    private final PlayedLifecycle lifecycle = new PlayedLifecycle(stage);

    @Test
    void aStreamThatFailsEndsIt() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(new Maintenance(Duration.ofHours(1), 3, Duration.ZERO, true));
        lifecycle.awaitStream(1);
        stage.current().proof = Proof.ERROR;
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.ERROR);
        assertThat(stage.rounds).isZero();
    }

    @Test
    void aStreamThatCannotBeStartedEndsIt() {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        stage.troubles.add(new IllegalStateException("no such table"));
        String restart = lifecycle.send(Action.RESTART);
        lifecycle.awaitFinal(restart, "failed");
        assertThat(lifecycle.last(restart).detail()).contains("no such table");
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no such table");
    }

    private static final Terms NOW = new Terms(Mode.NOW, null, null, null, "", null);

    /** Its broker is out of reach, say, and it retries whatever happens: then it has started what nobody wants any more. */
    @Test
    void aStartThatIgnoresItsCutIsCutAfterwards() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        stage.starting = () -> {
            reached.countDown();
            while (answers.getCount() > 0) {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    // As some clients do.
                }
            }
        };
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        lifecycle.cut();
        answers.countDown();
        over.get(10, TimeUnit.SECONDS);
        assertThat(stage.current().cut).isTrue();
    }

    @Test
    void whatAStartHasBegunIsCutWithIt() throws Exception {
        StagedStream first = new StagedStream(stage, 0);
        CountDownLatch reached = new CountDownLatch(1);
        stage.starting = () -> {
            stage.begun = first;
            reached.countDown();
            new CountDownLatch(1).await();
        };
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        String stop = lifecycle.send(Action.STOP, NOW);
        over.get(10, TimeUnit.SECONDS);
        assertThat(first.cut).isTrue();
        assertThat(stage.streams).isEmpty();
        lifecycle.awaitFinal(stop, "forced");
    }

    @Test
    void anInterruptedPlayerLeavesADrainingStream() {
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.interruptPlayer();
        assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(stage.current().asked).isTrue();
    }

    @Test
    void aPausedOneEndsWithItsEngine() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.awaitFinal(lifecycle.send(Action.PAUSE), "paused");
        lifecycle.closeEngine("the application stopped its SparkContext");
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
        assertThat(stage.streams).hasSize(1);
    }

    /** Without the plugin nobody tells it that the application has stopped its SparkContext. */
    @Test
    void aPausedOneEndsWhereNothingCanBeStartedAnyMore() throws Exception {
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.awaitFinal(lifecycle.send(Action.PAUSE), "paused");
        stage.over = true;
        assertThat(over.get(10, TimeUnit.SECONDS).proof()).isEqualTo(Proof.COMMITTED);
        assertThat(stage.streams).hasSize(1);
    }

    @Test
    void oneThatStreamsEndsWithItsEngineToo() throws Exception {
        stage.drains = false;
        CompletableFuture<Ending> over = lifecycle.play(ON_SIGNALS);
        lifecycle.awaitStream(1);
        lifecycle.closeEngine("the application stopped its SparkContext");
        assertThat(stage.current().asked).isTrue();
        stage.current().proof = Proof.CUT;
        assertThat(over.get(20, TimeUnit.SECONDS).proof()).isEqualTo(Proof.CUT);
    }
}
