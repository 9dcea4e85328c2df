package io.github.curfew.spark;

import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new version whose queries are held, on the shared session, and the other version that has them. */
@Timeout(240)
abstract class OverHolds {
    static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<StreamingQuery> queries = new ArrayList<>();
    private final Map<String, Ledger> ledgers = new HashMap<>();
    SparkSession session = LocalSpark.session();

    Settings settings(String... more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "file.dir", home.resolve("curfew").toString(), "file.poll-interval", "50ms", "takeover", "true"));
        for (int at = 0; at < more.length; at += 2) {
            flags.put(more[at], more[at + 1]);
        }
        return Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
    }

    SparkDriver begin(Settings settings) {
        SparkDriver driver = LocalSpark.driver(settings, "new-version", Ways.open(settings, "new-version"));
        open.add(() -> driver.end("the test is over"));
        session = session();
        return driver;
    }

    SparkSession session() {
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

    StreamingQuery start(SparkSession with, String name, Trigger trigger) throws Exception {
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

    StreamingQuery start(String name) throws Exception {
        return start(session, name, Trigger.ProcessingTime(0));
    }

    Ledger ledger(String name) throws Exception {
        Ledger there = ledgers.get(name);
        if (there == null) {
            there = new Ledger(Files.createDirectories(home.resolve(name)));
            there.feed(2, 2);
            ledgers.put(name, there);
        }
        return there;
    }

    /** The query's id, which its checkpoint has from now on. */
    String made(String name) throws Exception {
        StreamingQuery once = start(LocalSpark.session(home.resolve("checkpoints")), name, Trigger.AvailableNow());
        once.awaitTermination();
        ledger(name).feed(2, 2);
        return once.id().toString();
    }

    OtherVersion other(Settings settings) {
        OtherVersion other = new OtherVersion(settings);
        open.add(other);
        return other;
    }

    CurfewClient client(Settings settings) {
        CurfewClient client = CurfewClient.connect(settings);
        open.add(client);
        return client;
    }

    static void awaitAsked(OtherVersion.Seeming run) {
        await().atMost(LONG).until(run::isAsked);
    }
}
