package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.Test;

/** One line of code for a query: when it returns, what it throws, and what a signal does meanwhile. */
class AwaitQueryTest extends OverAwaits {
    @Test
    void returnsWhenTheQueryWasStopped() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery query = start("orders", ledger.sink(Duration.ofMillis(5)));
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        Report.OfSignal report = stop("orders");
        assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.STOPPED);
        assertThat(report.run().id()).isEqualTo(query.runId().toString());
        assertReturned(main);
        assertThat(query.isActive()).isFalse();
        awaitListed();
        assertNothingIsLeft();
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void throwsWhatTheQueryThrows() throws Exception {
        ledger("failing");
        StreamingQuery query = start("failing", (batch, id) -> {
            gate.awaitOpen();
            throw new IllegalStateException("the sink is full");
        });
        CompletableFuture<String> main = awaiting(query);
        awaitListed("failing");
        gate.open();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StreamingQueryException.class)
                .hasStackTraceContaining("the sink is full");
        assertNothingIsLeft();
        awaitListed();
    }

    @Test
    void aQueryThatHasEndedNeedsNoCurfew() throws Exception {
        StreamingQuery stopped = start("stopped");
        stopped.stop();
        Curfew.awaitTermination(stopped);
        assertThat(Curfew.awaitTermination(stopped, Duration.ZERO)).isTrue();
        ledger("failed");
        StreamingQuery failed = start("failed", (batch, id) -> {
            throw new IllegalStateException("the sink is full");
        });
        assertThatThrownBy(failed::awaitTermination).isInstanceOf(StreamingQueryException.class);
        assertThatThrownBy(() -> Curfew.awaitTermination(failed)).isInstanceOf(StreamingQueryException.class);
    }

    @Test
    void aLoopOfShortWaitsStaysUnderCurfew() throws Exception {
        StreamingQuery query = start("orders");
        assertThat(curfew().awaitTermination(query, Duration.ofMillis(200))).isFalse();
        SparkDriver driver = SparkDriver.current();
        assertThat(driver).isNotNull();
        assertThat(curfew().awaitTermination(query, Duration.ZERO)).isFalse();
        assertThat(SparkDriver.current()).isSameAs(driver);
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(curfew().awaitTermination(query, LONG)).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void twiceInARowReturnsAtOnce() throws Exception {
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertReturned(awaiting(query));
    }

    @Test
    void aRestartIsNotStoppedByTheSignalThatStoppedTheRunBefore() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery first = start("orders", ledger.sink(Duration.ZERO));
        CompletableFuture<String> main = awaiting(first);
        awaitListed("orders");
        Path typed = Files.writeString(home.resolve("typed"), "stop orders\n");
        Files.move(typed, home.resolve("curfew/default/signals/by-hand"));
        assertReturned(main);
        StreamingQuery second = start("orders", ledger.sink(Duration.ZERO));
        CompletableFuture<String> again = awaiting(second);
        awaitListed("orders");
        int before = ledger.written();
        ledger.feed(2, 3);
        await().atMost(LONG).until(() -> ledger.written() == before + 6);
        assertThat(second.isActive()).isTrue();
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(again);
        assertThat(ledger.account().duplicated()).isZero();
    }
}
