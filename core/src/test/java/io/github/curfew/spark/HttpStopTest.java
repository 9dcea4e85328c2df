package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Straight to the driver, with real queries. */
@Timeout(90)
class HttpStopTest {
    private static final String CHOSEN = "it chose port ";

    @TempDir
    Path home;

    static Settings settings(Map<String, String> flags) {
        return Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
    }

    static SparkDriver begin(Settings settings, String id) {
        return LocalSpark.driver(settings, id, Ways.open(settings, id));
    }

    /** As a user would read it from the log or from curfew list. */
    static int port(SparkDriver driver) {
        String cause = await().until(
                        () -> driver.engine().health().stream()
                                .filter(health -> health.backend().equals("http"))
                                .map(BackendHealth::cause)
                                .findFirst()
                                .orElse(""),
                        text -> text.startsWith(CHOSEN));
        return Integer.parseInt(cause.substring(CHOSEN.length()));
    }

    private StreamingQuery start(String name) throws Exception {
        SparkSession session = LocalSpark.session(home.resolve("checkpoints"));
        session.streams().addListener(new QueryListener());
        Ledger ledger = new Ledger(Files.createDirectories(home.resolve(name)));
        ledger.feed(3, 3);
        return ledger.stream(session)
                .writeStream()
                .queryName(name)
                .foreachBatch(ledger.sink(Duration.ofMillis(10)))
                .start();
    }

    @Test
    void stopsAQueryByItsIdAndByAClient() throws Exception {
        SparkDriver driver = begin(settings(Map.of("backends", "http", "http.port", "0")), "driver-http");
        StreamingQuery first = start("first");
        StreamingQuery second = start("second");
        String url = "http://127.0.0.1:" + port(driver);
        try (CurfewClient client = CurfewClient.connect(settings(Map.of("backends", "http", "http.urls", url)))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/stop/" + first.id() + "?wait=60s"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"report\":\"stopped\"").contains("query.id=" + first.id());
            assertThat(first.isActive()).isFalse();

            List<RosterEntry> roster = client.roster();
            assertThat(roster)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.status().run().displayName()).isEqualTo("second"));

            Signal signal =
                    Signal.create("/tests", Action.STOP, Selector.parse("second"), Terms.DEFAULT, Instant.now());
            try (Tracking tracking = client.track(signal)) {
                Progress progress = tracking.await(Duration.ofSeconds(60));
                assertThat(progress.settled()).isTrue();
                assertThat(progress.runs())
                        .singleElement()
                        .satisfies(standing -> assertThat(Objects.requireNonNull(standing.report())
                                        .outcome())
                                .isEqualTo(Outcome.STOPPED));
            }
            assertThat(second.isActive()).isFalse();
        } finally {
            first.stop();
            second.stop();
            driver.end("the test is over");
        }
    }

    @Test
    void opensADoorBesideATransportAndNamesEveryProblem() {
        Map<String, String> flags = Map.of("backends", "http,file", "file.dir", home.toString(), "http.port", "0");
        Ways ways = Ways.open(settings(flags), "driver-ways");
        assertThat(ways.transports()).containsOnlyKeys("file");
        assertThat(ways.doors()).hasSize(1);
        ways.close();
        Settings wide = settings(Map.of("backends", "http", "http.host", "0.0.0.0", "http.port", "99999"));
        assertThatThrownBy(() -> Ways.open(wide, "driver-ways"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("lets others than this machine in", "is no port");
    }

    @Test
    void staysClosedUnlessItIsListed() {
        Ways ways = Ways.open(settings(Map.of("file.dir", home.toString())), "driver-ways");
        assertThat(ways.doors()).isEmpty();
        ways.close();
    }
}
