package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a backend where drivers have to be told where to answer, and where the broker shows who listens. */
@Timeout(60)
final class AddressedReportsTest {
    private final MemoryBroker queues = new MemoryBroker("queues", false);
    private final MemoryBroker log = new MemoryBroker("log", true);

    private CurfewClient connect() {
        return CurfewClient.connect(Settings.resolve(
                List.of(SettingsSource.flags(Map.of("backends", "queues,log"))), List.of(queues, log)));
    }

    private static Signal stop() {
        return Signal.create("/test", Action.STOP, Selector.parse("orders"), Terms.DEFAULT, Instant.now());
    }

    private static Signal decoded(Payload body) {
        return Codec.decodeSignal(body, Map.of(), new SignalId("/memory", "1"));
    }

    @Test
    void aSignalThatIsFollowedSaysWhereItsSenderListens() {
        queues.address = "replies-1";
        try (CurfewClient client = connect();
                Tracking tracking = client.track(stop())) {
            assertThat(tracking.publication().signal().terms().replyTo()).isEqualTo("replies-1");
            for (MemoryBroker broker : List.of(queues, log)) {
                assertThat(decoded(broker.log(Topic.SIGNALS).get(0).body())
                                .terms()
                                .replyTo())
                        .isEqualTo("replies-1");
            }
        }
    }

    @Test
    void aSignalThatNobodyFollowsDoesNot() {
        queues.address = "replies-1";
        try (CurfewClient client = connect()) {
            assertThat(client.publish(stop()).signal().terms().replyTo()).isNull();
        }
    }

    @Test
    void anAddressThatCannotBeHadIsAWarningAndTheSignalGoesOut() {
        queues.down = true;
        try (CurfewClient client = connect();
                Tracking tracking = client.track(stop())) {
            assertThat(tracking.publication().warnings())
                    .anyMatch(warning -> warning.startsWith(
                            "drivers cannot be told where to answer over the backend queues: cannot reach queues"));
            assertThat(log.log(Topic.SIGNALS)).hasSize(1);
        }
    }

    @Test
    void aPlaceThatDidNotTakeItsCopyIsAWarning() {
        queues.remarks = List.of("the queue q-2 did not take it: it is full");
        try (CurfewClient client = connect()) {
            assertThat(client.publish(stop()).warnings()).containsExactly("the queue q-2 did not take it: it is full");
        }
    }

    @Test
    void whoIsThereByTheBrokerAndDoesNotAnswerIsSilent() throws InterruptedException {
        FakeDriver answers = new FakeDriver("d", Duration.ofSeconds(60));
        Sighting there = new Sighting("d", "q-1", Instant.now(), Map.of());
        Sighting silent = new Sighting("e", "q-2", Instant.now(), Map.of("app.name", "orders"));
        queues.sightings = List.of(there, silent);
        queues.onSignal = ping -> queues.append(
                Topic.REPORTS,
                Codec.encode(answers.roster(Kind.ALIVE, Instant.now(), FakeDriver.run("orders", Instant.now()))));
        try (CurfewClient client = connect()) {
            assertThat(client.roster()).hasSize(1);
            assertThat(client.silent()).containsExactly(silent);
            assertThat(client.needsOfReports()).singleElement().asString().startsWith("the backend queues keeps no");
        }
    }
}
