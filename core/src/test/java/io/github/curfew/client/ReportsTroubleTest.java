package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keeps reports from being read is told until somebody has answered. */
@Timeout(60)
final class ReportsTroubleTest {
    private final MemoryBroker broker = new MemoryBroker("broker", true);

    @Test
    void staysWhileTheBrokerHasNotAnswered() {
        broker.down = true;
        try (CurfewClient client = OnMemory.connect(broker)) {
            client.listen(report -> {});
            await().until(() -> !client.troubles().isEmpty());

            // The link is up, and nobody on the other side has said anything yet.
            broker.slow = true;
            broker.down = false;
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> client.troubles().size() == 1);

            broker.slow = false;
            await().until(() -> client.troubles().isEmpty());
        }
    }

    /** Whoever takes what was read for all would say that nobody has answered, or that nobody is there. */
    @Test
    void isToldWhereOneBackendHasMoreThanCouldBeReadYet() throws Exception {
        MemoryBroker endless = new MemoryBroker("endless", true);
        endless.slow = true;
        String sentence = "the backend endless has not given all of its reports within 10s, and more may come";
        try (CurfewClient client = OnMemory.connect(broker, endless);
                Recall recall = client.recall("of-somebody", Duration.ofDays(1))) {
            assertThat(client.roster()).isEmpty();
            assertThat(client.troubles()).containsExactly(sentence);
            assertThat(recall.read(Duration.ofSeconds(2)).troubles()).containsExactly(sentence);

            endless.slow = false;
            await().until(() ->
                    client.troubles().isEmpty() && recall.progress().troubles().isEmpty());
        }
    }
}
