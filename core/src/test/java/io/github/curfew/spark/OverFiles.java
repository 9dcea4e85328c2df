package io.github.curfew.spark;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver that listens over files, a sender, and real queries on the shared session. */
@Timeout(90)
abstract class OverFiles {
    static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    SparkDriver driver;
    CurfewClient client;
    final List<StreamingQuery> queries = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        Settings settings = drivers();
        String id = "driver-of-" + getClass().getSimpleName();
        driver = LocalSpark.driver(settings, id, Ways.open(settings, id));
        client = CurfewClient.connect(senders());
    }

    /** Where the messages are. */
    Map<String, String> place() {
        return Map.of("file.dir", home.resolve("curfew").toString(), "file.poll-interval", "50ms");
    }

    Settings drivers() throws Exception {
        return Settings.resolve(List.of(SettingsSource.flags(place())), Backends.discover());
    }

    Settings senders() throws Exception {
        return drivers();
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        driver.end("the test is over");
        for (StreamingQuery query : queries) {
            query.stop();
        }
    }

    SparkSession session(String team) {
        SparkSession session = LocalSpark.session(home.resolve("checkpoints"));
        session.conf().set("spark.curfew.labels.team", team);
        session.streams().addListener(new QueryListener());
        return session;
    }

    Ledger ledger(String name) throws Exception {
        return new Ledger(Files.createDirectories(home.resolve(name)));
    }

    StreamingQuery start(SparkSession session, String name, Ledger ledger, @Nullable Gate gate) throws Exception {
        StreamingQuery query = ledger.stream(session)
                .writeStream()
                .queryName(name)
                .foreachBatch(gate == null ? ledger.sink(Duration.ofMillis(10)) : gate.sink(ledger))
                .start();
        queries.add(query);
        return query;
    }

    Progress tell(String selector, Terms terms) throws InterruptedException {
        return tell(client, selector, terms);
    }

    static Progress tell(CurfewClient sender, String selector, Terms terms) throws InterruptedException {
        Signal signal = Signal.create("/tests", Action.STOP, Selector.parse(selector), terms, Instant.now());
        try (Tracking tracking = sender.track(signal)) {
            return tracking.await(LONG);
        }
    }

    static List<Report.OfSignal> reports(Progress progress) {
        return progress.runs().stream()
                .map(standing -> Objects.requireNonNull(standing.report(), standing::toString))
                .toList();
    }

    static Terms graceful(Duration deadline, OnTimeout onTimeout) {
        return new Terms(Mode.GRACEFUL, deadline, onTimeout, null, "a test", null);
    }
}
