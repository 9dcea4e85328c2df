package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.http.LogLines;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A held query: who sees it, who ends it, who lets it go. */
@Timeout(240)
class HeldQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<StreamingQuery> queries = new ArrayList<>();
    private SparkSession session = LocalSpark.session();

    private Settings settings(String... more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "file.dir", home.resolve("curfew").toString(), "file.poll-interval", "50ms", "takeover", "true"));
        for (int at = 0; at < more.length; at += 2) {
            flags.put(more[at], more[at + 1]);
        }
        return Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
    }

    private SparkDriver begin(Settings settings) {
        SparkDriver driver = LocalSpark.driver(settings, "new-version", Ways.open(settings, "new-version"));
        open.add(() -> driver.end("the test is over"));
        session = session();
        return driver;
    }

    private SparkSession session() {
        SparkSession made = LocalSpark.session(home.resolve("checkpoints"));
        made.streams().addListener(new QueryListener());
        return made;
    }

    @AfterEach
    void end() throws Exception {
        for (StreamingQuery query : queries) {
            query.stop();
        }
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private StreamingQuery start(SparkSession with, String name, Trigger trigger) throws Exception {
        Ledger ledger = ledger(name);
        StreamingQuery query = ledger.stream(with)
                .writeStream()
                .queryName(name)
                .trigger(trigger)
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start();
        queries.add(query);
        return query;
    }

    private StreamingQuery start(String name) throws Exception {
        return start(session, name, Trigger.ProcessingTime(0));
    }

    private final Map<String, Ledger> ledgers = new HashMap<>();

    private Ledger ledger(String name) throws Exception {
        Ledger there = ledgers.get(name);
        if (there == null) {
            there = new Ledger(Files.createDirectories(home.resolve(name)));
            there.feed(2, 2);
            ledgers.put(name, there);
        }
        return there;
    }

    /** The query's id, which its checkpoint has from now on. */
    private String made(String name) throws Exception {
        StreamingQuery once = start(LocalSpark.session(home.resolve("checkpoints")), name, Trigger.AvailableNow());
        once.awaitTermination();
        ledger(name).feed(2, 2);
        return once.id().toString();
    }

    private OtherVersion other(Settings settings) {
        OtherVersion other = new OtherVersion(settings);
        open.add(other);
        return other;
    }

    private CurfewClient client(Settings settings) {
        CurfewClient client = CurfewClient.connect(settings);
        open.add(client);
        return client;
    }

    private static void awaitAsked(OtherVersion.Seeming run) {
        await().atMost(LONG).until(run::isAsked);
    }

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
    void itIsStoppedByASignalWithoutABatch() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        var result = client(settings)
                .stop("run.id=" + query.runId())
                .track()
                .result()
                .get();
        assertThat(result.progress().runs()).singleElement().satisfies(run -> {
            assertThat(Objects.requireNonNull(run.report()).outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(Objects.requireNonNull(run.report()).detail()).contains("processed nothing");
        });
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
    }

    @Test
    void aResumeLetsItGo() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        var result = client(settings)
                .resume("run.id=" + query.runId())
                .track()
                .result()
                .get();
        assertThat(result.progress().runs())
                .singleElement()
                .satisfies(
                        run -> assertThat(Objects.requireNonNull(run.report()).outcome())
                                .isEqualTo(Outcome.RESUMED));
        await().atMost(LONG).until(() -> ledger("orders").written() == 8);
    }

    @Test
    void itsApplicationCanStopItAndStartOthers() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion other = other(settings);
        OtherVersion.Seeming predecessor = other.has(made("orders"));
        String second = made("payments");
        SparkDriver driver = begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        query.stop();
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
        await().atMost(LONG).until(() -> driver.engine().runs().isEmpty());
        // The interrupt of the stop has not cost the session its listener.
        OtherVersion.Seeming next = other.has(second);
        var unused = start("payments");
        awaitAsked(next);
        assertThat(ledger("payments").written()).isEqualTo(4);
    }

    @Test
    void itFailsWhenItGivesUp() throws Exception {
        Settings settings =
                settings("takeover.gather", "1s", "takeover.timeout", "2s", "takeover.on-timeout", "give-up");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        assertThatThrownBy(() -> query.awaitTermination(LONG.toMillis()))
                .rootCause()
                .hasMessageContaining("it waits for orders-v1")
                .hasMessageContaining("2s have passed");
        assertThat(ledger("orders").written()).isEqualTo(4);
    }

    @Test
    void itGoesOnBlindlyOnlyWhenToldTo() throws Exception {
        Settings settings = settings("takeover.gather", "1s", "takeover.timeout", "1s", "takeover.on-timeout", "go-on");
        var unused = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start(session, "orders", Trigger.AvailableNow());
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(8);
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
    void whileTheBrokerIsOutOfReachItWaits() throws Exception {
        Path outage = Files.createFile(home.resolve("curfew"));
        SparkDriver driver = begin(settings("takeover.timeout", "1s"));
        try (LogLines log = new LogLines()) {
            var unused = start("orders");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(driver.engine().runs())
                            .singleElement()
                            .satisfies(run -> assertThat(
                                            Objects.requireNonNull(run.held()).why())
                                    .contains(
                                            "it cannot tell who has its query, for the backend file cannot be read")));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(log.all())
                            .anySatisfy(line ->
                                    assertThat(line).contains("is still held: it cannot tell who has its query")));
        }
        assertThat(ledger("orders").written()).isZero();
        Files.delete(outage);
        await().atMost(LONG).until(() -> ledger("orders").written() == 4);
    }

    @Test
    void whereTheBrokerStaysOutOfReachItFailsIfThatIsSet() throws Exception {
        Files.createFile(home.resolve("curfew"));
        begin(settings("takeover.timeout", "2s", "takeover.on-timeout", "give-up"));
        StreamingQuery query = start("orders");
        assertThatThrownBy(() -> query.awaitTermination(LONG.toMillis()))
                .rootCause()
                .hasMessageContaining("it cannot tell who has its query")
                .hasMessageContaining("2s have passed");
        assertThat(ledger("orders").written()).isZero();
    }

    @Test
    void whereTheBrokerStaysOutOfReachItGoesOnBlindlyOnlyIfThatIsSetAndSaysSo() throws Exception {
        Files.createFile(home.resolve("curfew"));
        begin(settings("takeover.timeout", "2s", "takeover.on-timeout", "go-on"));
        try (LogLines log = new LogLines()) {
            StreamingQuery query = start(session, "orders", Trigger.AvailableNow());
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(log.all())
                    .anySatisfy(line -> assertThat(line)
                            .contains("goes on blindly, as curfew.takeover.on-timeout says")
                            .contains("it cannot tell who has its query, for the backend file cannot be read"));
        }
        assertThat(ledger("orders").written()).isEqualTo(4);
    }

    @Test
    void aBackendThatKeepsNothingIsRefused() {
        assertThatThrownBy(() -> Ways.open(settings("backends", "http", "http.port", "0"), "new-version"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("curfew.takeover needs a backend that keeps what drivers say")
                .hasMessageContaining("of http none does; use kafka, redis, dynamodb or file");
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
    void theEndOfTheApplicationEndsIt() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        SparkDriver driver = begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        driver.end("the application stopped its SparkContext");
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
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
