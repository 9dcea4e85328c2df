package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Spark whose inside is not as expected: the best that its public API can do, and no word more than is true. */
@Timeout(90)
class FallbackTest {
    private static final QueryInternals ABSENT = QueryInternals.absent("a test hides it");

    @TempDir
    Path home;

    private Ledger ledger;
    private SparkSession session;

    @BeforeEach
    void open() throws Exception {
        ledger = new Ledger(home);
        session = LocalSpark.session(home.resolve("checkpoints"));
    }

    private StreamingQuery start(Trigger trigger, Duration perRow) throws Exception {
        return ledger.stream(session)
                .writeStream()
                .queryName("ledger")
                .trigger(trigger)
                .foreachBatch(ledger.sink(perRow))
                .start();
    }

    /** A run that hears of its progress, as the listener of the plugin lets it. */
    private QueryRun listened(StreamingQuery query) {
        QueryRun run = TestLadder.run(query, ABSENT);
        session.streams().addListener(new ProgressListener(run));
        return run;
    }

    @Test
    void stopsWhenABatchTellsItsProgress() throws Exception {
        ledger.feed(30, 6);
        StreamingQuery query = start(Trigger.ProcessingTime(500), Duration.ofMillis(10));
        QueryRun run = listened(query);
        await().until(() -> ledger.written() > 8);
        assertThat(run.whyNotDrainable()).isNull();
        Ending ending = TestLadder.drain(run);
        assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(ending.detail()).startsWith("whether its last batch is committed cannot be told");
        assertThat(ending.lastBatch()).isNotNull();
        start(Trigger.AvailableNow(), Duration.ZERO).awaitTermination();
        assertThat(ledger.account().lost()).isZero();
    }

    @Test
    void stopsAnIdleQueryAtOnce() throws Exception {
        ledger.feed(1, 6);
        StreamingQuery query = start(Trigger.ProcessingTime(0), Duration.ZERO);
        query.processAllAvailable();
        // An idle query tells no progress, and nobody listens here.
        Ending ending = TestLadder.drain(TestLadder.run(query, ABSENT));
        assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(ledger.account()).isEqualTo(new Account(6, 6, 0, 0));
    }

    @Test
    void provesWhatItCan() throws Exception {
        ledger.feed(4, 6);
        StreamingQuery query = start(Trigger.ProcessingTime(0), Duration.ZERO);
        query.processAllAvailable();
        QueryInternals known = QueryInternals.of(query);
        ExecutionShape shape = known.shape();
        // The state cannot be marked, but the logs can be read.
        ExecutionShape odd = new ExecutionShape(
                false, false, "a test hides the state", shape.thread(), null, shape.offsetLog(), shape.commitLog());
        QueryRun run = TestLadder.run(query, new QueryInternals(odd, known.execution(), known.thread()));
        assertThat(TestLadder.drain(run)).isEqualTo(new Ending(Proof.COMMITTED, 3L, ""));
    }

    @Test
    void continuousProcessingCanOnlyBeCut() throws Exception {
        Dataset<Row> rates = session.readStream().format("rate").load();
        StreamingQuery query = rates.writeStream()
                .queryName("continuous")
                .format("noop")
                .trigger(Trigger.Continuous("1 second"))
                .start();
        // Spark's own stop() waits for ever if it comes while continuous processing is about to begin.
        await().until(() -> session.sparkContext().statusTracker().getActiveJobIds().length > 0);
        QueryRun run = TestLadder.run(query);
        assertThat(run.whyNotDrainable()).isEqualTo("continuous processing has no batches to stop between.");
        run.cut();
        Ending ending = TestLadder.ending(run);
        assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
    }

    private static final class ProgressListener extends StreamingQueryListener {
        private static final long serialVersionUID = 1L;
        private final transient QueryRun run;

        ProgressListener(QueryRun run) {
            this.run = run;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            run.progressed(event.progress());
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }
}
