package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals that lie about, directories that come and go, backends that are dead: with real queries. */
class TroubleTest extends OverFiles {
    private void say(String words) throws Exception {
        Path written = Files.writeString(home.resolve("signal"), words + "\n");
        Files.move(written, signals().resolve("by-hand"));
    }

    private Path signals() {
        return home.resolve("curfew/default/signals");
    }

    private State health() {
        return driver.engine().health().get(0).state();
    }

    private static void awaitBatchesAfter(StreamingQuery query, Ledger ledger) throws Exception {
        long before = query.lastProgress() == null ? -1 : query.lastProgress().batchId();
        ledger.feed(2, 3);
        await().atMost(LONG)
                .until(() ->
                        query.lastProgress() != null && query.lastProgress().batchId() > before);
    }

    @Test
    void aRestartUnderASignalThatIsStillThereIsNotStopped() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(2, 3);
        StreamingQuery first = start(session("a"), "orders", ledger, null);
        say("stop orders");
        assertThat(first.awaitTermination(LONG.toMillis())).isTrue();
        driver.end("a restart");
        client.close();
        begin();
        StreamingQuery second = start(session("a"), "orders", ledger, null);
        for (int times = 0; times < 3; times++) {
            awaitBatchesAfter(second, ledger);
        }
        assertThat(signals().resolve("by-hand")).exists();
        assertThat(second.isActive()).isTrue();
        assertThat(reports(tell("orders", Terms.DEFAULT)))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(Outcome.STOPPED));
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void aSignalThatIsSentBeforeTheFirstContactIsObeyed() throws Exception {
        driver.end("a driver that finds no directory");
        client.close();
        Files.move(home.resolve("curfew"), home.resolve("not-mounted"));
        // In the place of the directory stands a file: nothing can be made or read there.
        Files.createFile(home.resolve("curfew"));
        begin();
        Ledger ledger = ledger("input");
        ledger.feed(2, 3);
        StreamingQuery query = start(session("a"), "orders", ledger, null);
        await().atMost(LONG).until(() -> health() == State.DEGRADED);
        Path away = home.resolve("not-mounted/default/signals/by-hand");
        Files.writeString(away, "stop orders\n");
        Files.delete(home.resolve("curfew"));
        Files.move(home.resolve("not-mounted"), home.resolve("curfew"));
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        await().atMost(LONG).until(() -> driver.engine().counters().get("reports.stopped") == 1);
    }

    @Test
    void aDirectoryThatVanishesAndReturnsStopsNothing() throws Exception {
        Ledger ledger = ledger("input");
        ledger.feed(2, 3);
        StreamingQuery query = start(session("a"), "orders", ledger, null);
        await().atMost(LONG).until(() -> health() == State.LISTENING);
        Files.move(home.resolve("curfew"), home.resolve("away"));
        await().atMost(LONG).until(() -> health() == State.DEGRADED);
        awaitBatchesAfter(query, ledger);
        Files.move(home.resolve("away"), home.resolve("curfew"));
        await().atMost(LONG).until(() -> health() == State.LISTENING);
        awaitBatchesAfter(query, ledger);
        assertThat(query.isActive()).isTrue();
        assertThat(reports(tell("orders", Terms.DEFAULT)))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(Outcome.STOPPED));
    }

    @Test
    void ofThreeBackendsOneMayBeDead() throws Exception {
        driver.end("three backends");
        Map<String, Transport> transports = new LinkedHashMap<>();
        transports.put("file", file(home.resolve("curfew")));
        transports.put("second", file(home.resolve("second")));
        transports.put("dead", file(Files.createFile(home.resolve("dead"))));
        Settings settings = settings(home.resolve("curfew"));
        driver = LocalSpark.driver(settings, "three", new Ways(transports, List.of()));
        Engine engine = driver.engine();
        Ledger ledger = ledger("input");
        ledger.feed(2, 3);
        StreamingQuery query = start(session("a"), "orders", ledger, null);
        String event = "{\"specversion\":\"1.0\",\"id\":\"both\",\"source\":\"/tests\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"data\":{\"selector\":\"orders\"}}";
        for (String directory : List.of("curfew", "second")) {
            Path written = Files.writeString(home.resolve("event-for-" + directory), event);
            Files.move(written, home.resolve(directory).resolve("default/signals/both.json"));
        }
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        for (String directory : List.of("curfew", "second")) {
            Path reports = home.resolve(directory).resolve("default/reports/both");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(reports)
                            .isDirectoryContaining(
                                    file -> file.getFileName().toString().endsWith(".json")
                                            && read(file).contains("\"report\":\"stopped\"")));
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(engine.counters().get("signals.rejected.duplicate"))
                        .isOne());
        assertThat(engine.counters().get("reports.received")).isOne();
        assertThat(engine.counters().get("reports.stopped")).isOne();
        assertThat(engine.health())
                .extracting(BackendHealth::backend, BackendHealth::state)
                .contains(tuple("dead", State.DEGRADED));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Settings settings(Path directory) {
        Map<String, String> flags = Map.of("file.dir", directory.toString(), "file.poll-interval", "50ms");
        return Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
    }

    private static Transport file(Path directory) {
        return Ways.open(settings(directory), "three")
                .transports()
                .values()
                .iterator()
                .next();
    }

    @Tag("full") // A half-written file is given half a minute.
    @Test
    void whatHappensIsCountedInSparksOwnRegistry() throws Exception {
        MetricRegistry registry = new MetricRegistry();
        DriverMetrics.register(registry, driver.engine());
        assertThat(registry.getGauges())
                .containsKeys("runs.running", "signals.rejected.unreadable", "backend.file.degraded.seconds");
        Ledger ledger = ledger("input");
        ledger.feed(2, 3);
        StreamingQuery query = start(session("a"), "orders", ledger, null);
        await().atMost(LONG).until(() -> value(registry, "backend.file.state") == 1);
        assertThat(value(registry, "runs.running")).isOne();
        Path garbage = Files.writeString(home.resolve("garbage"), "halt orders\n");
        Files.move(garbage, signals().resolve("garbage"));
        Files.write(home.resolve("large"), new byte[10 * 1024 * 1024]);
        Files.move(home.resolve("large"), signals().resolve("large"));
        Files.writeString(signals().resolve("half-written"), "stop orde");
        await().atMost(LONG).until(() -> value(registry, "signals.rejected.malformed") == 2);
        await().atMost(LONG).until(() -> value(registry, "signals.rejected.unreadable") == 1);
        assertThat(query.isActive()).isTrue();
        Files.delete(signals().resolve("half-written"));
        assertThat(reports(tell("orders", Terms.DEFAULT))).hasSize(1);
        await().atMost(LONG)
                .until(() -> value(registry, "reports.stopped") == 1 && value(registry, "runs.running") == 0);
    }

    private static long value(MetricRegistry registry, String name) {
        return ((Number) Objects.requireNonNull(registry.getGauges().get(name), name)
                        .getValue())
                .longValue();
    }
}
