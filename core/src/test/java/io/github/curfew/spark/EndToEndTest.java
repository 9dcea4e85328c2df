package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** From a sender's signal to the final report, over the file backend, with real queries. */
class EndToEndTest extends OverFiles {
    @Test
    void ofTenQueriesThoseThreeStopThatMatch() throws Exception {
        SparkSession payments = session("payments");
        SparkSession others = session("others");
        for (int number = 0; number < 10; number++) {
            Ledger ledger = ledger("input-" + number);
            ledger.feed(3, 3);
            start(number < 3 ? payments : others, "query-" + number, ledger, null);
        }
        Progress three = tell("team=payments", Terms.DEFAULT);
        assertThat(three.settled()).isTrue();
        assertThat(reports(three)).hasSize(3).allSatisfy(report -> {
            assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.STOPPED);
            assertThat(report.matched()).isEqualTo("team=payments");
        });
        assertThat(queries.stream().filter(StreamingQuery::isActive).map(StreamingQuery::name))
                .containsExactlyInAnyOrder("query-3", "query-4", "query-5", "query-6", "query-7", "query-8", "query-9");
        Progress rest = tell("*", Terms.DEFAULT);
        assertThat(reports(rest))
                .hasSize(7)
                .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(Outcome.STOPPED));
        assertThat(queries).noneMatch(StreamingQuery::isActive);
    }

    @Test
    void aBatchThatOutlastsTheDeadlineIsCut() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(1, 4);
        Gate gate = new Gate();
        StreamingQuery query = start(session("late"), "late", ledger, gate);
        gate.awaitBatch();
        Progress progress = tell("late", graceful(Duration.ofMillis(300), OnTimeout.FORCE));
        assertThat(reports(progress)).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(Outcome.FORCED);
            assertThat(report.detail()).contains("deadline");
        });
        assertThat(query.isActive()).isFalse();
    }

    @Test
    void aBatchThatOutlastsTheDeadlineMayKeepRunning() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(2, 4);
        Gate gate = new Gate();
        SparkSession session = session("late");
        StreamingQuery query = start(session, "late", ledger, gate);
        gate.awaitBatch();
        Progress progress = tell("late", graceful(Duration.ofMillis(300), OnTimeout.KEEP_RUNNING));
        assertThat(reports(progress))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(Outcome.OVERRUN));
        assertThat(query.isActive()).isTrue();
        gate.open();
        // It goes on to drain, only that nobody is told any more.
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        ledger.stream(session)
                .writeStream()
                .queryName("late")
                .trigger(Trigger.AvailableNow())
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start()
                .awaitTermination();
        assertThat(ledger.account()).isEqualTo(new Account(8, 8, 0, 0));
    }

    @Test
    void twoStopsAtOnceAreBothAnswered() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(1, 4);
        Gate gate = new Gate();
        StreamingQuery query = start(session("twice"), "twice", ledger, gate);
        gate.awaitBatch();
        Signal one = Signal.create("/one", Action.STOP, Selector.parse("twice"), Terms.DEFAULT, Instant.now());
        Signal two =
                Signal.create("/two", Action.STOP, Selector.parse(query.id().toString()), Terms.DEFAULT, Instant.now());
        try (Tracking first = client.track(one);
                Tracking second = client.track(two)) {
            gate.open();
            for (Tracking tracking : List.of(first, second)) {
                assertThat(reports(tracking.await(LONG)))
                        .singleElement()
                        .satisfies(report -> assertThat(report.outcome()).isEqualTo(Outcome.STOPPED));
            }
        }
    }

    @Test
    void aBatchThatFailsWhileDrainingIsReportedSo() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(1, 4);
        CountDownLatch inFlight = new CountDownLatch(1);
        StreamingQuery query = ledger.stream(session("failing"))
                .writeStream()
                .queryName("failing")
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, id) -> {
                    inFlight.countDown();
                    // Fails as soon as somebody drains it.
                    while (driver.engine().runs().stream().noneMatch(run -> run.state() == RunState.DRAINING)) {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                    throw new IllegalStateException("the sink is full");
                })
                .start();
        queries.add(query);
        inFlight.await();
        assertThat(reports(tell("failing", Terms.DEFAULT))).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.detail()).contains("the sink is full");
        });
    }
}
