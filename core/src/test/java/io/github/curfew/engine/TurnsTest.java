package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Ending DRAINED = new Ending(Proof.COMMITTED, 7L, "");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Stage stage = new Stage();
    private final Reporter nobody = new Reporter() {
        @Override
        public void report(Run run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {}

        @Override
        public void ended(Run run, Ending ending, boolean asked) {}
    };
    private final Lifecycle lifecycle = new Lifecycle(
            PlayedLifecycle.info("lifecycle-1"),
            stage,
            PlayedLifecycle.ON_SIGNALS,
            scheduler,
            nobody,
            why -> {
                throw new AssertionError(why);
            },
            () -> {},
            new Counters());
    private final Turns turns = new Turns(lifecycle, nobody);

    /** The cuts of other streams hang, so the proof of one waits for a thread; it was read elsewhere, and the next one runs. */
    @Test
    void aProofThatComesLateIsNotTheNextStreams() {
        Run first = new StagedStream(stage, 0);
        Run second = new StagedStream(stage, 1);
        turns.begun(first, scheduler);
        turns.forget();
        assertThat(turns.state()).isEqualTo(RunState.PAUSED);
        turns.begun(second, scheduler);
        turns.ended(first, DRAINED, true);
        assertThat(turns.proven()).isNull();
        assertThat(turns.state()).isEqualTo(RunState.RUNNING);
        turns.ended(second, DRAINED, true);
        assertThat(turns.proven()).isEqualTo(DRAINED);
    }
}
