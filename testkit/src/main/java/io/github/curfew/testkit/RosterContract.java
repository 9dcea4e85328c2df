package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every backend keeps of who is there: a sender that has heard nothing yet is told of all, those included that cannot
 * answer just now, where the backend says that it replays the roster; else of those who answer, and it does not hang.
 */
abstract class RosterContract extends BackendContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of one list, whoever does not answer: ten seconds to read, and some more to ask. */
    private static final Duration LONGEST_LIST = Duration.ofSeconds(30);
    /** Of the driver that falls silent, so that its silence is noticed soon. */
    private static final Duration SHORT_BEAT = Duration.ofMillis(500);

    private static final Duration LONG_BEAT = Duration.ofMinutes(1);

    @Test
    void aRosterTellsOfADriverThatCannotAnswer() throws Exception {
        String livingId = "driver-" + UUID.randomUUID();
        String silentId = "driver-" + UUID.randomUUID();
        Transport living = link(Role.DRIVER, livingId).transport();
        SeveredTransport severed =
                new SeveredTransport(link(Role.DRIVER, silentId).transport());
        RunInfo orders = run("orders", "payments");
        Instant began = Instant.now();
        Engine answers = engine(livingId, living, LONG_BEAT);
        Engine silent = engine(silentId, severed, SHORT_BEAT);
        try {
            answers.starting(new SignedDriver.Stream(run("clicks", "search")));
            silent.starting(new SignedDriver.Stream(orders));
            try (CurfewClient sender = newSender()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(names(list(sender))).containsExactly("clicks", "orders"));
            }

            severed.sever();

            if (living.capabilities().replaysRoster()) {
                assertItIsListedAsLost(orders, silentId, began);
            } else {
                assertThoseAreListedWhoAnswer(living.sightings(), silentId);
            }
        } finally {
            severed.sever();
            silent.close("the test is over", Duration.ofMillis(100));
            answers.close("the test is over", Duration.ofSeconds(2));
        }
    }

    private void assertItIsListedAsLost(RunInfo orders, String driver, Instant began) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (CurfewClient sender = newSender()) {
                List<RosterEntry> roster = list(sender);
                assertThat(names(roster)).containsExactly("clicks", "orders");
                assertThat(roster.get(0).lost()).as("who answers is lost").isFalse();
                assertThat(roster.get(1)).satisfies(entry -> {
                    assertThat(entry.lost()).as("who does not is").isTrue();
                    assertThat(entry.driver().id()).isEqualTo(driver);
                    assertThat(entry.driver().host()).isEqualTo("host");
                    assertThat(entry.status().run()).isEqualTo(orders);
                    assertThat(entry.status().state()).isEqualTo(RunState.RUNNING);
                    assertThat(entry.status().lastBatch()).isEqualTo(1);
                    assertThat(entry.status().since()).isNotNull();
                    assertThat(entry.backends()).isNotEmpty();
                    assertThat(entry.lastHeard())
                            .isBetween(began.minusSeconds(5), Instant.now().plusSeconds(5));
                });
            }
        });
    }

    /** Whoever does not answer is told all the same where a broker shows who listens. */
    private void assertThoseAreListedWhoAnswer(List<Sighting> seen, String silentId) throws Exception {
        try (CurfewClient sender = newSender()) {
            List<RosterEntry> roster = list(sender);
            assertThat(names(roster)).contains("clicks");
            if (!seen.isEmpty()) {
                Stream<String> listed =
                        roster.stream().map(entry -> entry.driver().id());
                Stream<String> silent = sender.silent().stream().map(Sighting::driverId);
                assertThat(Stream.concat(listed, silent)).contains(silentId);
            }
        }
    }

    /** As a command does it that was just typed. */
    private CurfewClient newSender() {
        Map<String, String> flags = new HashMap<>(backend().settings());
        flags.put("backends", backend().provider().name());
        flags.put("namespace", namespace());
        return CurfewClient.connect(Settings.resolve(
                List.of(SettingsSource.flags(flags)), List.of(backend().provider())));
    }

    private static List<RosterEntry> list(CurfewClient sender) throws InterruptedException {
        long began = System.nanoTime();
        List<RosterEntry> roster = sender.roster();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST_LIST);
        return roster;
    }

    private static List<String> names(List<RosterEntry> roster) {
        return roster.stream().map(entry -> entry.status().run().displayName()).toList();
    }

    private static RunInfo run(String name, String team) {
        String id = UUID.randomUUID().toString();
        Labels labels = Labels.of(
                Map.of(Labels.RUN_ID, id, Labels.QUERY_NAME, name, Labels.QUERY_ID, "id-of-" + name, "team", team));
        return new RunInfo(id, Instant.now(), labels);
    }

    private Engine engine(String driver, Transport transport, Duration beat) {
        EngineSettings settings =
                new EngineSettings(namespace(), Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), beat);
        DriverInfo info = new DriverInfo(driver, "app-1", "contract", "host", "1", "3.5", Instant.now());
        return Engine.start(settings, info, Map.of(backend().provider().name(), transport));
    }
}
