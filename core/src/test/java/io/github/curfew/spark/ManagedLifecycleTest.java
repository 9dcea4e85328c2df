package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import py4j.reflection.ReflectionEngine;

/** Managed lifecycles around real queries, told what to do by a sender. */
class ManagedLifecycleTest extends OverLifecycles {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restartsOnASignalAsOneRun(boolean withPlugin) throws Exception {
        if (withPlugin) {
            plugin();
        }
        session.conf().set("spark.curfew.labels.team", "payments");
        Ledger ledger = ledger("orders");
        ledger.feed(2, 4);
        CompletableFuture<String> main =
                run(manage("orders").query(() -> start("inner", ledger)).between(() -> rounds.add("done")));
        RosterEntry listed = awaitListed("orders", RunState.RUNNING);
        assertThat(listed.status().run().labels().asMap())
                .containsAllEntriesOf(Map.of("kind", "lifecycle", "query.name", "orders", "team", "payments"))
                .doesNotContainKey("query.id");
        for (int round = 1; round <= 3; round++) {
            ledger.feed(3, 4);
            Report.OfSignal report = tell(Action.RESTART, "team=payments");
            assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.RESTARTED);
            assertThat(rounds).hasSize(round);
            assertThat(awaitListed("orders", RunState.RUNNING).status().run())
                    .isEqualTo(listed.status().run());
        }
        await().atMost(LONG).until(() -> ledger.written() == 44);
        Report.OfSignal stop = tell(Action.STOP, "orders");
        assertThat(stop.outcome()).as(stop.detail()).isEqualTo(Outcome.STOPPED);
        assertThat(stop.lastBatch()).isEqualTo(10);
        assertReturned(main);
        assertThat(ledger.account()).isEqualTo(new Account(44, 44, 0, 0));
        awaitNoneListed();
        assertThat(rounds).hasSize(3);
    }

    @Test
    void listensAndAnswersWhileItIsPaused() throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main =
                run(manage("orders").query(() -> start("orders", ledger)).between(() -> rounds.add("done")));
        awaitListed("orders", RunState.RUNNING);
        assertThat(tell(Action.PAUSE, "orders").outcome()).isEqualTo(Outcome.PAUSED);
        assertThat(session.streams().active()).isEmpty();
        ledger.feed(2, 4);
        awaitListed("orders", RunState.PAUSED);
        assertThat(tell(Action.PAUSE, "orders").detail()).isEqualTo("it was paused already");
        assertThat(ledger.written()).isZero();
        assertThat(rounds).isEmpty();
        assertThat(tell(Action.RESUME, "kind=lifecycle").outcome()).isEqualTo(Outcome.RESUMED);
        await().atMost(LONG).until(() -> ledger.written() == 8);
        assertThat(rounds).hasSize(1);
        assertThat(tell(Action.PAUSE, "orders").outcome()).isEqualTo(Outcome.PAUSED);
        assertThat(tell(Action.STOP, "orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(rounds).hasSize(1);
    }

    @Test
    void stopsForMaintenanceByItself() throws Exception {
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders")
                .query(() -> start("orders", ledger))
                .every(Duration.ofMillis(100))
                .between(() -> {
                    rounds.add("done");
                    ledger.feed(2, 4);
                }));
        await().atMost(LONG).until(() -> rounds.size() >= 3);
        assertThat(tell(Action.STOP, "orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void severalQueriesAreOneRun() throws Exception {
        plugin();
        Ledger orders = ledger("orders");
        Ledger payments = ledger("payments");
        orders.feed(2, 4);
        payments.feed(2, 4);
        CompletableFuture<String> main =
                run(manage("shop").query(() -> start("orders", orders)).query(() -> start("payments", payments)));
        awaitListed("shop", RunState.RUNNING);
        await().atMost(LONG).until(() -> session.streams().active().length == 2);
        assertThat(tell(Action.RESTART, "shop").outcome()).isEqualTo(Outcome.RESTARTED);
        assertThat(session.streams().active()).hasSize(2);
        try (Tracking nobody = send(Action.STOP, "payments", null)) {
            assertThat(tell(Action.PAUSE, "shop").outcome()).isEqualTo(Outcome.PAUSED);
            assertThat(nobody.await(Duration.ofMillis(100)).runs()).isEmpty();
        }
        assertThat(tell(Action.RESUME, "shop").outcome()).isEqualTo(Outcome.RESUMED);
        await().atMost(LONG).until(() -> orders.written() + payments.written() == 16);
        assertThat(tell(Action.STOP, "shop").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(orders.account()).isEqualTo(new Account(8, 8, 0, 0));
        assertThat(payments.account()).isEqualTo(new Account(8, 8, 0, 0));
    }

    @Test
    void whatIsStartedBesideItIsARunOfItsOwn() throws Exception {
        plugin();
        Ledger ledger = ledger("orders");
        ExecutorService others = Executors.newSingleThreadExecutor();
        var unused = others.submit(() -> {}).get();
        CompletableFuture<String> main = run(manage("orders").query(() -> {
            // Neither handed over, nor told by its thread.
            var unusedToo = start("forgotten", ledger("forgotten"));
            return others.submit(() -> start("orders", ledger)).get();
        }));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(roster())
                        .extracting(entry -> entry.status().run().displayName())
                        .containsExactlyInAnyOrder("orders", "forgotten"));
        assertThat(tell(Action.STOP, "forgotten").outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(tell(Action.STOP, "kind=lifecycle").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        others.shutdown();
    }

    @Test
    void aStopWaitsForTheMaintenance() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main =
                run(manage("orders").query(() -> start("orders", ledger)).between(() -> {
                    rounds.add("begun");
                    end.await();
                    rounds.add("done");
                }));
        awaitListed("orders", RunState.RUNNING);
        try (Tracking restart = send(Action.RESTART, "orders", null)) {
            await().atMost(LONG).until(() -> rounds.contains("begun"));
            awaitListed("orders", RunState.PAUSED);
            SparkDriver driver = Objects.requireNonNull(SparkDriver.current());
            try (Tracking stop = send(Action.STOP, "orders", null)) {
                await().atMost(LONG).until(() -> driver.engine().runs().get(0).state() == RunState.DRAINING);
                end.countDown();
                assertThat(last(stop).outcome()).isEqualTo(Outcome.STOPPED);
            }
            assertThat(last(restart).outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertReturned(main);
        assertThat(rounds).containsExactly("begun", "done");
        assertThat(session.streams().active()).isEmpty();
    }

    @Test
    void atItsDeadlineAStopInterruptsTheMaintenanceAndItsJobs() throws Exception {
        JavaSparkContext jobs = new JavaSparkContext(session.sparkContext());
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders")
                .query(() -> start("orders", ledger))
                .between(() -> jobs.parallelize(List.of(1, 2)).foreach(number -> {
                    while (!TaskContext.get().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                })));
        awaitListed("orders", RunState.RUNNING);
        try (Tracking restart = send(Action.RESTART, "orders", null)) {
            await().atMost(LONG).until(() -> jobs.statusTracker().getActiveJobIds().length == 1);
            Report.OfSignal stop = tell(Action.STOP, "orders", Duration.ofMillis(200));
            assertThat(stop.outcome()).isEqualTo(Outcome.FORCED);
            assertThat(stop.detail()).contains("deadline");
            assertThat(last(restart).outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertReturned(main);
        await().atMost(LONG).until(() -> jobs.statusTracker().getActiveJobIds().length == 0);
    }

    @Test
    void whatWasPublishedBeforeItsOwnStartIsOld() throws Exception {
        plugin();
        await().atMost(LONG).until(() -> Files.isDirectory(home.resolve("curfew/default/signals")));
        Files.writeString(home.resolve("curfew/default/signals/old"), "stop orders\n");
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("orders").query(() -> start("orders", ledger)));
        awaitListed("orders", RunState.RUNNING);
        assertThat(tell(Action.RESTART, "orders").outcome()).isEqualTo(Outcome.RESTARTED);
        assertThat(tell(Action.STOP, "orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTART", "PAUSE", "RESUME"})
    void aQueryThatIsNotManagedRefuses(Action action) throws Exception {
        plugin();
        StreamingQuery query = start("orders", ledger("orders"));
        Report.OfSignal report = tell(action, "orders");
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.detail())
                .isEqualTo(action.word() + " is for a managed lifecycle, and this stream is none; stop it, and start it"
                        + " again yourself");
        assertThat(query.isActive()).isTrue();
    }

    @Test
    void whatIsWrongIsToldBeforeAnythingStarts() {
        Callable<StreamingQuery> never = () -> {
            throw new AssertionError("it was started");
        };
        assertThatThrownBy(() -> manage("orders").run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the managed lifecycle orders has nothing to start: give it a query(...) or a context(...)"
                        + " before run()");
        assertThatThrownBy(() -> manage(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> manage("orders").query(never).every(Duration.ZERO).run())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Curfew.builder()
                        .set("stop.deadlin", "5m")
                        .manage(session, "orders")
                        .query(never)
                        .run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("stop.deadline");
    }

    /** As Py4J calls {@code spark._jvm.io.github.curfew.spark.Curfew.manage(spark._jsparkSession, "orders")}. */
    @Test
    void pythonCanDescribeIt() throws Exception {
        ReflectionEngine engine = new ReflectionEngine();
        Object[] named = {session, "orders"};
        Object lifecycle = engine.invoke(null, engine.getMethod(Curfew.class.getName(), "manage", named), named);
        Callable<StreamingQuery> start = () -> start("orders", ledger("orders"));
        ManagedLifecycle.Task task = () -> rounds.add("done");
        for (Map.Entry<String, Object[]> call : List.of(
                Map.entry("query", new Object[] {start}),
                Map.entry("every", new Object[] {Duration.ofMinutes(5)}),
                Map.entry("between", new Object[] {task}),
                Map.entry("retry", new Object[] {3, Duration.ofSeconds(1)}),
                Map.entry("onFailure", new Object[] {OnFailure.GO_ON}))) {
            assertThat(engine.invoke(
                            lifecycle, engine.getMethod(lifecycle, call.getKey(), call.getValue()), call.getValue()))
                    .isSameAs(lifecycle);
        }
    }
}
