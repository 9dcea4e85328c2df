package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The mark by itself, on a loop that asks as Spark's does. */
class MarkTest {
    interface State {}

    private static final State TERMINATED = new State() {};
    private static final State ACTIVE = new State() {};

    @Test
    void isTerminatedForItsOwnThreadAloneAndBetweenBatchesAlone() throws Exception {
        CompletableFuture<Boolean> between = new CompletableFuture<>();
        CompletableFuture<Boolean> within = new CompletableFuture<>();
        CompletableFuture<Object> given = new CompletableFuture<>();
        FakeMicroBatchExecution execution = new FakeMicroBatchExecution(given, between, within);
        Thread thread = new Thread(execution, "a-query");
        Object mark = DrainMark.of(marks(), thread);
        thread.start();
        given.complete(mark);
        assertThat(between.join()).isTrue();
        assertThat(within.join()).isFalse();
        assertThat(mark.equals(TERMINATED)).as("another thread").isFalse();
        assertThat(mark.equals(ACTIVE)).isFalse();
        assertThat(mark.equals(mark)).isTrue();
        thread.join();
    }

    @Test
    void isNeverSetOverTerminated() throws Exception {
        AtomicReference<Object> state = new AtomicReference<>(TERMINATED);
        new MarkDrain(marks(), state, Thread.currentThread()).step();
        assertThat(state.get()).isSameAs(TERMINATED);
    }

    private static ExecutionShape.Marks marks() throws NoSuchMethodException {
        return new ExecutionShape.Marks(Object.class.getMethod("hashCode"), State.class, TERMINATED);
    }

    private record FakeMicroBatchExecution(
            CompletableFuture<Object> given, CompletableFuture<Boolean> between, CompletableFuture<Boolean> within)
            implements Runnable {
        @Override
        public void run() {
            Object mark = given.join();
            between.complete(mark.equals(TERMINATED));
            runBatch(mark);
        }

        private void runBatch(Object mark) {
            within.complete(mark.equals(TERMINATED));
        }
    }
}
