package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import io.github.curfew.testkit.FaultyTransport.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {
    private final String name = UUID.randomUUID().toString();
    private final InMemoryBroker broker = InMemoryBroker.named(name);

    private FaultyTransport transport(long seed) {
        return new FaultyTransport(
                new InMemoryBackend()
                        .open(new BackendConfig("ns", Role.DRIVER, "driver-1", Map.of("memory.broker", name))),
                new Faults(0.3, 0.2, 0.3, 0.2, Duration.ofMillis(1)),
                seed);
    }

    @Test
    void muchGoesWrongAndNothingIsLost() throws Exception {
        FaultyTransport transport = transport(42);
        int failed = 0;
        for (int i = 0; i < 100; i++) {
            try {
                transport.publish(
                        new Outgoing(Topic.SIGNALS, "", "s" + i, Payload.utf8("m" + i), null, Duration.ofHours(1)),
                        Duration.ofSeconds(1));
            } catch (TransportException e) {
                failed++;
            }
        }
        assertThat(failed).isBetween(10, 60);
        int stored = broker.stored("ns", Topic.SIGNALS).size();
        assertThat(stored).as("some failed after they had been published").isGreaterThan(100 - failed);

        List<Delivery> found = new ArrayList<>();
        Position position = null;
        Reader reader = null;
        int broken = 0;
        while (broken == 0 || found.stream().map(Delivery::id).distinct().count() < stored) {
            try {
                if (position == null) {
                    position = transport.past(Topic.SIGNALS, Duration.ofHours(1));
                }
                if (reader == null) {
                    reader = transport.read(Topic.SIGNALS, position);
                }
                found.addAll(reader.poll(Duration.ofMillis(1)).deliveries());
                position = reader.position();
            } catch (TransportException e) {
                broken++;
                reader = null;
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(stored);
        transport.close();
    }

    @Test
    void theSameSeedDrawsTheSameFaults() {
        assertThat(faults(7)).isEqualTo(faults(7)).isNotEqualTo(faults(8));
    }

    private List<Boolean> faults(long seed) {
        FaultyTransport transport = transport(seed);
        List<Boolean> failed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            failed.add(failure(transport) != null);
        }
        transport.calm();
        assertThat(failure(transport)).isNull();
        return failed;
    }

    private static @Nullable TransportException failure(FaultyTransport transport) {
        try {
            transport.end(Topic.SIGNALS);
            return null;
        } catch (TransportException e) {
            return e;
        }
    }
}
