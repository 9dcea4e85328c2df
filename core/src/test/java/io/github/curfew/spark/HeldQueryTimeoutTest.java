package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Settings;
import io.github.curfew.http.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** A held query that waits in vain: nobody answers, no broker is in reach, no backend could ever tell. */
class HeldQueryTimeoutTest extends OverHolds {
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
}
