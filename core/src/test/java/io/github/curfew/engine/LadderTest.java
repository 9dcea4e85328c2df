package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LadderTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final FakeRun run = new FakeRun();
    private final List<String> told = new ArrayList<>();
    private final Reporter reporter = new Reporter() {
        @Override
        public void report(Run of, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
            told.add(request.signal().id() + " " + outcome.word());
        }

        @Override
        public void ended(Run of, Ending ending, boolean asked) {
            told.add("bye");
        }
    };
    private final Ladder ladder = new Ladder(run, scheduler, reporter);

    private static final class FakeRun implements Run {
        private boolean ended;
        private int cuts;
        private Proof proof = Proof.COMMITTED;

        @Override
        public RunInfo info() {
            return new RunInfo("r", Instant.EPOCH, Labels.of(Map.of()));
        }

        @Override
        public @Nullable Long lastBatch() {
            return null;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {}

        @Override
        public void cut() {
            cuts++;
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public Ending ending() {
            return new Ending(proof, null, "");
        }
    }

    private Request request(String id, Mode mode, OnTimeout onTimeout) {
        Terms terms = new Terms(mode, null, null, null, "", null);
        Signal signal = new Signal(new SignalId("/t", id), Action.STOP, Selector.EVERYONE, terms, null);
        return new Request(signal, "*", scheduler.uptime(), Duration.ofSeconds(10), onTimeout);
    }

    private void end() {
        run.ended = true;
        ladder.climb();
        scheduler.run(Lane.STREAM);
    }

    @Test
    void aDrainThatEndsIsStopped() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        ladder.climb();
        end();
        assertThat(told).containsExactly("a draining", "a stopped", "bye");
    }

    @Test
    void theMostUrgentDecidesAndEachIsTold() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.KEEP_RUNNING));
        ladder.climb();
        ladder.ask(request("b", Mode.NOW, OnTimeout.FORCE));
        scheduler.run(Lane.STREAM);
        assertThat(run.cuts).isEqualTo(1);
        end();
        assertThat(told).containsExactly("a draining", "a forced", "b forced", "bye");
    }

    @Test
    void whatIsLetGoOfRefusesAndIsNoLongerLookedAt() {
        assertThat(ladder.release()).isTrue();
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        assertThat(ladder.climb()).isFalse();
        assertThat(told).containsExactly("a refused");
    }

    @Test
    void whatIsOnItsWayDownIsNotLetGoOf() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        assertThat(ladder.release()).isFalse();
        ladder.climb();
        assertThat(ladder.release()).isFalse();
        end();
        assertThat(told).containsExactly("a draining", "a stopped", "bye");
    }

    @Test
    void whatIsBeingCutIsNotSaidToDrain() {
        ladder.ask(request("a", Mode.NOW, OnTimeout.FORCE));
        ladder.ask(request("b", Mode.GRACEFUL, OnTimeout.FORCE));
        assertThat(told).isEmpty();
    }

    @Test
    void whatEndedBeforeItsCutBeganEndedByItself() {
        ladder.ask(request("a", Mode.NOW, OnTimeout.FORCE));
        run.ended = true;
        scheduler.run(Lane.STREAM);
        end();
        assertThat(run.cuts).isZero();
        assertThat(told).containsExactly("a ended", "bye");
    }

    /** A container may have no more threads for a while: what was to be done then is done later. */
    @Test
    void aProofThatFindsNoThreadIsTriedAgain() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        ladder.climb();
        run.ended = true;
        scheduler.refuses = true;
        assertThatThrownBy(ladder::climb).isInstanceOf(OutOfMemoryError.class);
        scheduler.refuses = false;
        end();
        assertThat(told).containsExactly("a draining", "a stopped", "bye");
    }

    @Test
    void aCutThatFindsNoThreadIsTriedAgain() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        ladder.climb();
        scheduler.pass(Duration.ofSeconds(11));
        scheduler.refuses = true;
        assertThatThrownBy(ladder::climb).isInstanceOf(OutOfMemoryError.class);
        scheduler.refuses = false;
        ladder.climb();
        scheduler.run(Lane.STREAM);
        assertThat(run.cuts).isEqualTo(1);
    }

    @Test
    void anOverrunDrainGoesOn() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.KEEP_RUNNING));
        ladder.climb();
        scheduler.pass(Duration.ofSeconds(11));
        assertThat(ladder.climb()).isTrue();
        assertThat(run.cuts).isZero();
        end();
        assertThat(told).containsExactly("a draining", "a overrun", "bye");
    }

    /** Of a run under curfew: it is told with the state. */
    @Test
    void aStateHasATimeSinceWhen() {
        WatchedRun watched = new WatchedRun(run, scheduler, reporter, List.of());
        scheduler.pass(Duration.ofMinutes(1));
        assertThat(watched.status().since()).isEqualTo(Instant.EPOCH);
        watched.ladder().ask(request("a", Mode.GRACEFUL, OnTimeout.KEEP_RUNNING));
        watched.ladder().climb();
        watched.noteState();
        Instant drains = scheduler.now();
        scheduler.pass(Duration.ofMinutes(1));
        assertThat(watched.status().state()).isEqualTo(RunState.DRAINING);
        assertThat(watched.status().since()).isEqualTo(drains);
    }

    @Test
    void aCutThatIsIgnoredFails() {
        ladder.ask(request("a", Mode.NOW, OnTimeout.FORCE));
        scheduler.run(Lane.STREAM);
        scheduler.pass(Duration.ofSeconds(29));
        ladder.climb();
        assertThat(told).isEmpty();
        scheduler.pass(Duration.ofSeconds(2));
        ladder.climb();
        assertThat(told).containsExactly("a failed");
    }

    @Test
    void aCutForWhichThereIsNoThreadFailsToo() {
        ladder.ask(request("a", Mode.NOW, OnTimeout.FORCE));
        scheduler.pass(Duration.ofSeconds(61));
        ladder.climb();
        assertThat(told).containsExactly("a failed");
    }

    @Test
    void anErrorIsNoStop() {
        run.proof = Proof.ERROR;
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        ladder.climb();
        end();
        assertThat(told).containsExactly("a draining", "a failed", "bye");
    }

    @Test
    void aProofThatComesAfterTheLeaveTellsNothing() {
        ladder.ask(request("a", Mode.GRACEFUL, OnTimeout.FORCE));
        ladder.climb();
        run.ended = true;
        ladder.climb();
        assertThat(ladder.abandon()).hasSize(1);
        scheduler.run(Lane.STREAM);
        assertThat(told).containsExactly("a draining");
        assertThat(ladder.abandon()).isNull();
    }
}
