package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a managed lifecycle when its maintenance, its start or its query fails. */
class ManagedFailureTest extends OverLifecycles {
    /** Maintenance that fails so many times. */
    private ManagedLifecycle.Task failing(int times) {
        return () -> {
            rounds.add("tried");
            if (rounds.size() <= times) {
                throw new IllegalStateException("no space left");
            }
        };
    }

    @Test
    void maintenanceThatFailsEndsItUnlessSaidOtherwise() throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main =
                run(manage("orders").query(() -> start("orders", ledger)).between(failing(1)));
        awaitListed("orders", RunState.RUNNING);
        Report.OfSignal report = tell(Action.RESTART, "orders");
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.detail()).contains("no space left");
        assertThat(thrown(main)).isInstanceOf(IllegalStateException.class).hasMessage("no space left");
        assertThat(session.streams().active()).isEmpty();
    }

    @Test
    void maintenanceThatFailsIsTriedAgainAsOftenAsWasSaid() throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders")
                .query(() -> start("orders", ledger))
                .between(failing(2))
                .retry(2, Duration.ofMillis(20)));
        awaitListed("orders", RunState.RUNNING);
        assertThat(tell(Action.RESTART, "orders").outcome()).isEqualTo(Outcome.RESTARTED);
        assertThat(rounds).hasSize(3);
        assertThat(tell(Action.STOP, "orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
    }

    @Test
    void maintenanceThatFailsCanBePassedOverAndIsTold() throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders")
                .query(() -> start("orders", ledger))
                .between(failing(2))
                .retry(1, Duration.ofMillis(20))
                .onFailure(OnFailure.GO_ON));
        awaitListed("orders", RunState.RUNNING);
        Report.OfSignal report = tell(Action.RESTART, "orders");
        assertThat(report.outcome()).isEqualTo(Outcome.RESTARTED);
        assertThat(report.detail()).contains("went on without", "no space left");
        ledger.feed(1, 4);
        await().atMost(LONG).until(() -> ledger.written() == 4);
        assertThat(tell(Action.STOP, "orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
    }

    @ParameterizedTest
    @EnumSource(OnFailure.class)
    void ofAStopDuringARetryNothingMoreIsTried(OnFailure policy) throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders")
                .query(() -> start("orders", ledger))
                .every(Duration.ofMillis(50))
                .between(failing(9))
                .retry(9, Duration.ofMinutes(10))
                .onFailure(policy));
        await().atMost(LONG).until(() -> !rounds.isEmpty());
        Report.OfSignal report = tell(Action.STOP, "orders");
        assertThat(report.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(report.detail()).contains("was not tried again", "no space left");
        assertReturned(main);
        assertThat(rounds).hasSize(1);
    }

    @Test
    void aQueryThatFailsEndsItAndTheOthers() throws Exception {
        plugin();
        CountDownLatch fail = new CountDownLatch(1);
        Ledger orders = ledger("orders");
        Ledger payments = ledger("payments");
        payments.feed(1, 4);
        CompletableFuture<String> main = run(manage("shop")
                .query(() -> start("orders", orders))
                .query(() -> start("payments", payments, (batch, id) -> {
                    fail.await();
                    throw new IllegalStateException("the sink is full");
                }))
                .between(() -> rounds.add("done")));
        awaitListed("shop", RunState.RUNNING);
        fail.countDown();
        assertThat(thrown(main))
                .isInstanceOf(StreamingQueryException.class)
                .hasStackTraceContaining("the sink is full");
        assertThat(session.streams().active()).isEmpty();
        assertThat(rounds).isEmpty();
        awaitNoneListed();
    }

    @Test
    void aStartThatFailsEndsItAndDrainsWhatWasStarted() throws Exception {
        Ledger orders = ledger("orders");
        AtomicInteger starts = new AtomicInteger();
        CompletableFuture<String> main =
                run(manage("shop").query(() -> start("orders", orders)).query(() -> {
                    if (starts.incrementAndGet() == 2) {
                        throw new IllegalStateException("no such table");
                    }
                    return start("payments", ledger("payments"));
                }));
        awaitListed("shop", RunState.RUNNING);
        Report.OfSignal report = tell(Action.RESTART, "shop");
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.detail()).contains("no such table");
        assertThat(thrown(main)).hasMessage("no such table");
        await().atMost(LONG).until(() -> session.streams().active().length == 0);
    }

    @Test
    void aStreamThatCanOnlyBeCutIsRefusedBesideOthers() throws Exception {
        Ledger orders = ledger("orders");
        CompletableFuture<String> main =
                run(manage("shop").query(() -> start("orders", orders)).query(this::startContinuous));
        assertThat(thrown(main))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the lifecycle shop has streams that can be drained, and rates, which cannot, so that each"
                        + " stop would cut them all: manage rates by a lifecycle of its own; continuous processing has no"
                        + " batches to stop between.");
        await().atMost(LONG).until(() -> session.streams().active().length == 0);
    }

    private StreamingQuery startContinuous() throws Exception {
        StreamingQuery rates = session.readStream()
                .format("rate")
                .load()
                .writeStream()
                .queryName("rates")
                .format("noop")
                .trigger(Trigger.Continuous("1 second"))
                .start();
        // Spark's own stop() waits for ever if it comes while continuous processing is about to begin.
        await().atMost(LONG).until(() -> session.sparkContext().statusTracker().getActiveJobIds().length > 0);
        return rates;
    }

    @Test
    void anInterruptDrainsAndDoesNotWait() throws Exception {
        Gate gate = new Gate();
        Ledger ledger = ledger("orders");
        ledger.feed(3, 4);
        CompletableFuture<String> main = run(manage("orders").query(() -> start("orders", ledger, gate.sink(ledger))));
        gate.awaitBatch();
        StreamingQuery query = session.streams().active()[0];
        threads.get(0).interrupt();
        assertThat(thrown(main)).isInstanceOf(InterruptedException.class);
        assertThat(query.isActive()).isTrue();
        gate.open();
        assertThat(query.awaitTermination(TimeUnit.SECONDS.toMillis(60))).isTrue();
        assertThat(ledger.written()).as("no batch of four rows is cut").isEqualTo(4);
    }
}
