package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.config.Settings;
import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.http.LogLines;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A held query and whoever has it before: how that one ends, and who comes next. */
class HeldQueryPredecessorTest extends OverHolds {
    @Test
    void itBeginsWhenItsPredecessorHasStopped() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        SparkDriver driver = begin(settings);
        CurfewClient client = client(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        assertThat(driver.engine().runs())
                .singleElement()
                .satisfies(run -> assertThat(run.state()).isEqualTo(RunState.HELD));
        RosterEntry held = client.roster().stream()
                .filter(entry -> entry.status().state() == RunState.HELD)
                .findFirst()
                .orElseThrow();
        assertThat(Objects.requireNonNull(held.status().held()).why())
                .contains("orders-v1")
                .contains(predecessor.info().id());
        assertThat(ledger("orders").written()).isEqualTo(4);
        predecessor.end();
        await().atMost(LONG).until(() -> ledger("orders").written() == 8);
        assertThat(ledger("orders").account()).isEqualTo(new Account(8, 8, 0, 0));
        assertThat(query.isActive()).isTrue();
    }

    @Test
    void inCodeItIsHeldWithoutThePlugin() throws Exception {
        OtherVersion.Seeming predecessor = other(settings()).has(made("orders"));
        SparkSession plain = LocalSpark.session(home.resolve("checkpoints"));
        StreamingQuery query = Curfew.builder()
                .set("file.dir", home.resolve("curfew").toString())
                .set("file.poll-interval", "50ms")
                .set("takeover.gather", "1s")
                .takeOver(plain, () -> start(plain, "orders", Trigger.ProcessingTime(0)));
        awaitAsked(predecessor);
        assertThat(ledger("orders").written()).isEqualTo(4);
        predecessor.end();
        await().atMost(LONG).until(() -> ledger("orders").written() == 8);
        query.stop();
        await().atMost(LONG).until(() -> SparkDriver.current() == null);
    }

    @Test
    void whereNobodyElseIsItBegins() throws Exception {
        begin(settings());
        StreamingQuery query = start(session, "orders", Trigger.AvailableNow());
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
    }

    @Test
    void thatItsPredecessorFailedIsTold() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        goesOnAndTells(settings, "failed after batch 41: its disk is full", () -> {
            awaitAsked(predecessor);
            predecessor.fail("its disk is full");
        });
    }

    @Test
    void thatItsPredecessorWasCutIsTold() throws Exception {
        Settings settings = settings("takeover.gather", "1s", "stop.deadline", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        goesOnAndTells(settings, "forced after batch 41: its deadline of 1s passed", () -> awaitAsked(predecessor));
    }

    private void goesOnAndTells(Settings settings, String how, Runnable end) throws Exception {
        begin(settings);
        List<Report.OfSignal> words = new CopyOnWriteArrayList<>();
        client(settings).listen(words::add);
        try (LogLines log = new LogLines()) {
            StreamingQuery query = start("orders");
            end.run();
            await().atMost(LONG).until(() -> ledger("orders").written() == 8);
            assertThat(log.all())
                    .anySatisfy(line -> assertThat(line)
                            .contains("goes on after a predecessor that did not end well")
                            .contains(how));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(words).anySatisfy(word -> {
                        assertThat(word.run().id()).isEqualTo(query.runId().toString());
                        assertThat(word.outcome()).isEqualTo(Outcome.RESUMED);
                        assertThat(word.detail()).contains(how);
                    }));
        }
    }

    @Test
    void ofTwoNewVersionsOneWins() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        String id = made("orders");
        OtherVersion.Seeming predecessor = other(settings).has(id);
        begin(settings);
        StreamingQuery query = start("orders");
        OtherVersion.Held rival = other(settings)
                .holds(
                        id,
                        new TakeoverTerms(
                                Duration.ofSeconds(1), LONG, OnSilence.HOLD, Duration.ofHours(1), Duration.ofHours(1)));
        awaitAsked(predecessor);
        predecessor.end();
        Decision decision =
                await().atMost(LONG).until(() -> rival.hold().await(Duration.ofMillis(1)), Objects::nonNull);
        assertThat(ledger("orders").written()).isEqualTo(4);
        if (decision.verdict() == Verdict.GO) {
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(ledger("orders").written()).isEqualTo(4);
        } else {
            assertThat(decision.verdict()).isEqualTo(Verdict.END);
            rival.run().end();
            await().atMost(LONG).until(() -> ledger("orders").written() == 8);
        }
    }

    @Test
    @Tag("full")
    void tenQueriesOfTwoSessionsAreAskedForTogether() throws Exception {
        Settings settings = settings();
        OtherVersion other = other(settings);
        List<OtherVersion.Seeming> predecessors = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            predecessors.add(other.has(made("query-" + number)));
        }
        SparkDriver driver = begin(settings);
        SparkSession second = session();
        for (int number = 0; number < 10; number++) {
            assertThat(predecessors).noneMatch(OtherVersion.Seeming::isAsked);
            StreamingQuery query = start(
                    number % 2 == 0 ? session : second,
                    "query-" + number,
                    number == 3 ? Trigger.AvailableNow() : Trigger.ProcessingTime(0));
            assertThat(query.isActive()).isTrue();
        }
        await().atMost(LONG).until(() -> predecessors.stream().allMatch(OtherVersion.Seeming::isAsked));
        assertThat(driver.engine().runs()).hasSize(10).allMatch(run -> run.state() == RunState.HELD);
        predecessors.forEach(OtherVersion.Seeming::end);
        for (int number = 0; number < 10; number++) {
            Ledger ledger = ledger("query-" + number);
            await().atMost(LONG).until(() -> ledger.written() == 8);
        }
    }
}
