package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sings when the inside of Spark is not what the drain builds on: the first test to read when a new Spark comes. */
@Timeout(60)
class SparkCanaryTest {
    @TempDir
    Path home;

    private final CompletableFuture<StackTraceElement[]> batchStack = new CompletableFuture<>();
    private StreamingQuery query;

    @BeforeEach
    void start() throws Exception {
        Ledger ledger = new Ledger(home);
        ledger.feed(1, 1);
        query = ledger.stream(LocalSpark.session(home.resolve("checkpoints")))
                .writeStream()
                .queryName("canary")
                .trigger(Trigger.ProcessingTime("10 minutes"))
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, id) ->
                        batchStack.complete(Thread.currentThread().getStackTrace()))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        query.stop();
    }

    @Test
    void theInsideIsAsExpected() {
        QueryInternals internals = QueryInternals.of(query);
        assertThat(internals.shape().oddity()).isEmpty();
        assertThat(internals.shape().continuous()).isFalse();
        assertThat(internals.shape().asynchronous()).isFalse();
        assertThat(internals.shape().offsetLog()).isNotNull();
        assertThat(internals.shape().commitLog()).isNotNull();
        assertThat(internals.thread()).isNotNull();
        assertThat(internals.drain(query)).isInstanceOf(MarkDrain.class);
        assertThat(ExecutionShape.of(
                        Objects.requireNonNull(internals.execution()).getClass()))
                .as("resolved once")
                .isSameAs(internals.shape());
    }

    @Test
    void aBatchHasItsFrame() {
        assertThat(batchStack.join())
                .as("a batch under way is known by its frame")
                .anyMatch(frame -> DrainMark.isBatch(frame.getClassName(), frame.getMethodName()));
    }

    @Test
    void betweenBatchesTheFrameIsGone() {
        Thread thread = Objects.requireNonNull(QueryInternals.of(query).thread());
        await().until(() -> query.status().message().equals("Waiting for next trigger"));
        assertThat(thread.getStackTrace())
                .noneMatch(frame -> DrainMark.isBatch(frame.getClassName(), frame.getMethodName()))
                .anyMatch(frame -> frame.getClassName().equals("org.apache.spark.util.SystemClock")
                        && frame.getMethodName().equals("waitTillTime"));
    }

    @Test
    void othersSeeAMarkedQueryAsActive() throws Exception {
        QueryInternals internals = QueryInternals.of(query);
        ExecutionShape.Marks marks = Objects.requireNonNull(internals.shape().marks());
        AtomicReference<?> state =
                (AtomicReference<?>) Reflection.result(Objects.requireNonNull(internals.execution()), marks.state());
        internals.drain(query).step();
        Object mark = Objects.requireNonNull(state.get());
        if (mark.equals(marks.terminated())) {
            return; // Its thread woke and ended before we looked.
        }
        assertThat(mark.equals(mark)).isTrue();
        assertThat(mark.hashCode()).isEqualTo(System.identityHashCode(mark));
        assertThat(mark).hasToString("DRAINING").isNotEqualTo("DRAINING");
    }
}
