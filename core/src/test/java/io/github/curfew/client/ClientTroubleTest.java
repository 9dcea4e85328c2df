package io.github.curfew.client;

import static io.github.curfew.client.TalkingDriver.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that cannot be opened, take no signal or cannot be read. */
@Timeout(60)
final class ClientTroubleTest {
    private final MemoryBroker broker = new MemoryBroker("memory", true);
    private final TalkingDriver driver = new TalkingDriver("d", Duration.ofSeconds(60), broker);
    private final RunInfo orders = driver.run("orders");

    @Test
    void publishesWhereItCanAndWarnsOfTheRest() {
        MemoryBroker other = new MemoryBroker("other", true);
        other.down = true;
        try (CurfewClient client = OnMemory.connect(broker, other)) {
            Publication publication = client.publish(stop("orders"));

            assertThat(publication.receipts()).containsOnlyKeys("memory");
            assertThat(publication.warnings())
                    .containsExactly("the backend other did not take the signal: cannot reach other: it is down");
            assertThat(broker.log(Topic.SIGNALS)).hasSize(1);
        }
    }

    @Test
    void saysSoWhenNoBackendTakesTheSignalOrTellsReports() {
        broker.down = true;
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(() -> client.publish(stop("orders")))
                    .isInstanceOf(CurfewException.class)
                    .hasMessage("the backend memory did not take the signal: cannot reach memory: it is down");
            assertThatThrownBy(() -> client.track(stop("orders"))).isInstanceOf(CurfewException.class);
            assertThatThrownBy(client::roster)
                    .isInstanceOf(CurfewException.class)
                    .hasMessage("the reports of the backend memory cannot be read: cannot reach memory: it is down");
        }
    }

    @Test
    void goesOnReadingWhenTheBrokerComesBack() throws InterruptedException {
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).isEmpty();
            broker.down = true;
            driver.hello(orders);
            await().until(() -> !client.troubles().isEmpty());
            broker.down = false;
            await().until(() -> client.troubles().isEmpty() && client.roster().size() == 1);
        }
    }

    @Test
    void namesEveryBackendThatCannotBeOpened() {
        BackendProvider broken = new BrokenProvider();

        assertThatThrownBy(() -> CurfewClient.connect(OnMemory.settings(broker, broken)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("broken.url is not set");
    }

    private static final class BrokenProvider implements BackendProvider {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public Transport open(BackendConfig config) {
            throw new ConfigurationException("broken.url is not set");
        }
    }
}
