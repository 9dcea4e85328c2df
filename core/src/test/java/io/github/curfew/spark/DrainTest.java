package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drain in every situation in which a query can be met. */
@Timeout(90)
class DrainTest {
    private static final Duration SLOWLY = Duration.ofMillis(10);

    @TempDir
    Path home;

    private Ledger ledger;
    private SparkSession session;

    @BeforeEach
    void open() throws Exception {
        ledger = new Ledger(home);
        session = LocalSpark.session(home.resolve("checkpoints"));
    }

    private DataStreamWriter<Row> writer() {
        return ledger.stream(session).writeStream().queryName("ledger");
    }

    private void finish() throws Exception {
        writer().trigger(Trigger.AvailableNow())
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start()
                .awaitTermination();
    }

    private void assertNothingCut() throws Exception {
        finish();
        Account account = ledger.account();
        assertThat(account).isEqualTo(new Account(account.in(), account.in(), 0, 0));
    }

    @Test
    void whileIdle() throws Exception {
        ledger.feed(2, 5);
        StreamingQuery query = writer().foreachBatch(ledger.sink(Duration.ZERO)).start();
        query.processAllAvailable();
        Ending ending = TestLadder.drain(TestLadder.run(query));
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, 1L, ""));
        assertThat(query.exception().isEmpty()).isTrue();
        assertNothingCut();
    }

    @Test
    void beforeAnyDataCame() throws Exception {
        StreamingQuery query = writer().foreachBatch(ledger.sink(Duration.ZERO)).start();
        await().until(() -> query.status().message().startsWith("Waiting"));
        Ending ending = TestLadder.drain(TestLadder.run(query));
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, null, ""));
    }

    @Test
    void rightAfterItsStart() throws Exception {
        for (int round = 0; round < 10; round++) {
            ledger.feed(1, 5);
            StreamingQuery query = writer().foreachBatch(ledger.sink(SLOWLY)).start();
            Ending ending = TestLadder.drain(TestLadder.run(query));
            assertThat(ending.proof()).as(ending.detail()).isEqualTo(Proof.COMMITTED);
        }
        assertNothingCut();
    }

    @Test
    void inItsLongSleepUntilTheNextTrigger() throws Exception {
        ledger.feed(3, 5);
        StreamingQuery query = writer().trigger(Trigger.ProcessingTime("10 minutes"))
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start();
        await().until(() -> query.status().message().equals("Waiting for next trigger"));
        QueryRun run = TestLadder.run(query);
        assertThat(run.lastBatch()).isZero();
        long begin = System.nanoTime();
        Ending ending = TestLadder.drain(run);
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, 0L, ""));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertNothingCut();
    }

    @Test
    void inAvailableNow() throws Exception {
        ledger.feed(20, 5);
        StreamingQuery query = writer().trigger(Trigger.AvailableNow())
                .foreachBatch(ledger.sink(SLOWLY))
                .start();
        await().until(() -> ledger.written() > 7);
        Ending ending = TestLadder.drain(TestLadder.run(query));
        assertThat(ending.proof()).as(ending.detail()).isEqualTo(Proof.COMMITTED);
        assertThat(ledger.written()).as("it was stopped before its end").isLessThan(100);
        assertNothingCut();
    }

    @Test
    void inAStatefulBatch() throws Exception {
        Map<String, Long> totals = new HashMap<>();
        ledger.feed(12, 6);
        for (int round = 0; round < 3; round++) {
            CountDownLatch inBatch = new CountDownLatch(1);
            StreamingQuery query = stateful(Trigger.ProcessingTime(0), totals, inBatch);
            inBatch.await();
            Ending ending = TestLadder.drain(TestLadder.run(query));
            assertThat(ending.proof()).as(ending.detail()).isEqualTo(Proof.COMMITTED);
        }
        stateful(Trigger.AvailableNow(), totals, new CountDownLatch(1)).awaitTermination();
        assertThat(totals.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(72);
    }

    private StreamingQuery stateful(Trigger trigger, Map<String, Long> totals, CountDownLatch inBatch)
            throws Exception {
        return ledger.stream(session)
                .selectExpr("right(value, 1) AS digit")
                .groupBy("digit")
                .count()
                .writeStream()
                .queryName("stateful")
                .outputMode("update")
                .trigger(trigger)
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, id) -> {
                    batch.collectAsList().forEach(row -> totals.put(row.getString(0), row.getLong(1)));
                    inBatch.countDown();
                })
                .start();
    }

    @Test
    void finishesTheBatchInFlightAndStaysActiveUntilThen() throws Exception {
        ledger.feed(2, 6);
        Gate gate = new Gate();
        StreamingQuery query = writer().foreachBatch(gate.sink(ledger)).start();
        gate.awaitBatch();
        QueryRun run = TestLadder.run(query);
        for (int look = 0; look < 10; look++) {
            run.drain();
            assertThat(query.isActive()).isTrue();
            assertThat(run.hasEnded()).isFalse();
        }
        gate.open();
        Ending ending = TestLadder.drain(run);
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, 0L, ""));
        assertThat(query.isActive()).isFalse();
        assertThat(query.awaitTermination(1)).isTrue();
        assertThat(ledger.written()).isEqualTo(6);
        assertNothingCut();
    }

    @Test
    void ofABatchThatFails() throws Exception {
        ledger.feed(2, 6);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        StreamingQuery query = writer().foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, id) -> {
                    entered.countDown();
                    fail.await();
                    throw new IllegalStateException("the sink is full");
                })
                .start();
        entered.await();
        QueryRun run = TestLadder.run(query);
        run.drain();
        fail.countDown();
        Ending ending = TestLadder.drain(run);
        assertThat(ending.proof()).isEqualTo(Proof.ERROR);
        assertThat(ending.detail()).contains("the sink is full");
        assertThatThrownBy(query::awaitTermination).isInstanceOf(StreamingQueryException.class);
    }

    @Test
    void thatIsCutWhenItTakesTooLong() throws Exception {
        ledger.feed(1, 6);
        Gate gate = new Gate();
        StreamingQuery query = writer().foreachBatch(gate.sink(ledger)).start();
        gate.awaitBatch();
        QueryRun run = TestLadder.run(query);
        run.drain();
        assertThat(run.hasEnded()).isFalse();
        run.cut();
        Ending ending = TestLadder.ending(run);
        assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(ending.detail()).isEqualTo("batch 0 was begun and is not committed");
        assertThat(ending.lastBatch()).isNull();
        finish();
        assertThat(ledger.account().duplicated()).as("what a cut does").isEqualTo(3);
    }

    @Test
    void byTwoAtOnce() throws Exception {
        ledger.feed(6, 5);
        StreamingQuery query = writer().foreachBatch(ledger.sink(SLOWLY)).start();
        await().until(() -> ledger.written() > 2);
        QueryRun shared = TestLadder.run(query);
        CompletableFuture<Ending> one = CompletableFuture.supplyAsync(() -> TestLadder.drain(shared));
        CompletableFuture<Ending> two = CompletableFuture.supplyAsync(() -> TestLadder.drain(shared));
        CompletableFuture<Ending> other = CompletableFuture.supplyAsync(() -> TestLadder.drain(TestLadder.run(query)));
        assertThat(one.join().proof()).isEqualTo(Proof.COMMITTED);
        assertThat(two.join()).isEqualTo(one.join()).isEqualTo(other.join());
        assertNothingCut();
    }

    @Test
    void ofAQueryThatIsHeldAtItsStart() throws Exception {
        ledger.feed(1, 5);
        CompletableFuture<StreamingQuery> held = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        SparkSession own = session;
        own.streams().addListener(new HoldingListener(event -> {
            held.complete(own.streams().get(event.id()));
            release.await();
        }));
        CompletableFuture<StreamingQuery> start = CompletableFuture.supplyAsync(() -> {
            try {
                return writer().foreachBatch(ledger.sink(Duration.ZERO)).start();
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        QueryRun run = TestLadder.run(held.join());
        run.drain();
        run.drain();
        assertThat(run.hasEnded()).isFalse();
        release.countDown();
        Ending ending = TestLadder.drain(run);
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, null, ""));
        assertThat(start.join().awaitTermination(10_000)).isTrue();
        assertThat(ledger.written()).as("not one batch began").isZero();
        session = LocalSpark.session(home.resolve("checkpoints"));
        assertNothingCut();
    }

    @Test
    void ofAQueryWithATemporaryCheckpoint() throws Exception {
        ledger.feed(3, 5);
        StreamingQuery query = ledger.stream(LocalSpark.session())
                .writeStream()
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start();
        query.processAllAvailable();
        Ending ending = TestLadder.drain(TestLadder.run(query));
        assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, 2L, ""));
    }

    @Test
    void aCutOfAQueryWithATemporaryCheckpointProvesNothing() throws Exception {
        ledger.feed(1, 6);
        Gate gate = new Gate();
        StreamingQuery query = ledger.stream(LocalSpark.session())
                .writeStream()
                .foreachBatch(gate.sink(ledger))
                .start();
        gate.awaitBatch();
        QueryRun run = TestLadder.run(query);
        run.cut();
        assertThat(TestLadder.ending(run).proof()).isEqualTo(Proof.UNPROVEN);
    }

    @Test
    void aTemporaryCheckpointWithoutMemory() throws Exception {
        SparkSession forgetful = LocalSpark.session();
        forgetful.conf().set("spark.sql.streaming.metadataCache.enabled", "false");
        ledger.feed(2, 6);
        StreamingQuery drained = ledger.stream(forgetful)
                .writeStream()
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start();
        drained.processAllAvailable();
        Ending ending = TestLadder.drain(TestLadder.run(drained));
        if (session.version().startsWith("3.")) {
            assertThat(ending).isEqualTo(new Ending(Proof.COMMITTED, 1L, ""));
        } else {
            // Spark 4 removes the directory sooner, and shows nothing else to go by.
            assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
        }

        Gate gate = new Gate();
        StreamingQuery query = ledger.stream(forgetful)
                .writeStream()
                .foreachBatch(gate.sink(ledger))
                .start();
        gate.awaitBatch();
        QueryRun run = TestLadder.run(query);
        run.cut();
        assertThat(TestLadder.ending(run).proof()).isEqualTo(Proof.UNPROVEN);
    }

    @Test
    void ofAQueryThatWasStoppedAlready() throws Exception {
        StreamingQuery query = writer().foreachBatch(ledger.sink(Duration.ZERO)).start();
        query.stop();
        QueryRun run = TestLadder.run(query);
        run.drain();
        assertThat(TestLadder.ending(run).proof()).isEqualTo(Proof.COMMITTED);
    }

    /** Does something when a query starts, on the query's own thread. */
    private static final class HoldingListener extends StreamingQueryListener {
        private static final long serialVersionUID = 1L;
        private final transient OnStart onStart;

        interface OnStart {
            void started(QueryStartedEvent event) throws InterruptedException;
        }

        HoldingListener(OnStart onStart) {
            this.onStart = onStart;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            try {
                onStart.started(event);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {}

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }
}
