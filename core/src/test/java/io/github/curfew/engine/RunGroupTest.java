package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.engine.Ending.Proof;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several streams of one lifecycle. */
class RunGroupTest {
    private final Stage stage = new Stage();
    private final StagedStream one = new StagedStream(stage, 7);
    private final StagedStream other = new StagedStream(stage, 8);
    private final RunGroup group = new RunGroup(PlayedLifecycle.info("group"), List.of(one, other));

    @Test
    void severalStreamsAreOne() {
        one.proof = Proof.ERROR;
        assertThat(group.hasEnded()).isFalse();
        other.proof = Proof.COMMITTED;
        assertThat(group.hasEnded()).isTrue();
        assertThat(group.ending().proof()).isEqualTo(Proof.ERROR);
        assertThat(group.ending().detail()).contains("disk full");
    }

    @Test
    void isFailingWhileOneHasFailedAndAnotherLives() {
        assertThat(group.isFailing()).isFalse();
        one.proof = Proof.COMMITTED;
        assertThat(group.isFailing()).isFalse();
        StagedStream third = new StagedStream(stage, 9);
        RunGroup failing = new RunGroup(PlayedLifecycle.info("failing"), List.of(third, other));
        third.proof = Proof.ERROR;
        assertThat(failing.isFailing()).isTrue();
        other.proof = Proof.COMMITTED;
        assertThat(failing.isFailing()).isFalse();
    }

    /** It is asked for ten times a second, for as long as one has ended and another lives, and reads a checkpoint. */
    @Test
    void howOneEndedIsReadOnce() {
        one.proof = Proof.COMMITTED;
        for (int look = 0; look < 10; look++) {
            assertThat(group.isFailing()).isFalse();
            assertThat(group.hasEnded()).isFalse();
        }
        assertThat(one.proofs).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeCutKeepsNoOtherFromBeing() {
        stage.drains = false;
        one.trouble = new IllegalStateException("it did not stop within its timeout");
        assertThatThrownBy(group::cut).hasMessageContaining("within its timeout");
        assertThat(other.cut).isTrue();
    }

    /** Whoever cuts gives up; what it did not come to does not process for ever. */
    @Test
    void anInterruptedCutHasAskedAllToDrain() {
        stage.drains = false;
        one.trouble = new InterruptedException("no patience");
        assertThatThrownBy(group::cut).isInstanceOf(InterruptedException.class);
        assertThat(other.asked).isTrue();
    }
}
