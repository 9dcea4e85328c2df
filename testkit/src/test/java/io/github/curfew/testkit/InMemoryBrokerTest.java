package io.github.curfew.testkit;

import static io.github.curfew.testkit.ContractLink.await;
import static io.github.curfew.testkit.ContractLink.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryBrokerTest {
    private final String name = UUID.randomUUID().toString();
    private final InMemoryBroker broker = InMemoryBroker.named(name);
    private final Transport transport =
            new InMemoryBackend().open(new BackendConfig("ns", Role.DRIVER, "driver-1", Map.of("memory.broker", name)));

    private void publish(String text) {
        broker.publish("ns", Topic.SIGNALS, Payload.utf8(text));
    }

    @Test
    void itsClockIsItsOwn() {
        MutableClock clock = MutableClock.at(Instant.parse("2001-01-01T00:00:00Z"));
        broker.use(clock);
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        publish("one");
        clock.advance(Duration.ofHours(1));
        publish("two");
        assertThat(await(reader, 2))
                .extracting(Delivery::time)
                .containsExactly(Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-01T01:00:00Z"));
        Reader late = transport.read(Topic.SIGNALS, transport.past(Topic.SIGNALS, Duration.ofMinutes(30)));
        assertThat(await(late, 1).get(0).body().text()).isEqualTo("two");
    }

    @Test
    void whatIsRedeliveredIsTheSame() {
        Position start = transport.end(Topic.SIGNALS);
        Reader reader = transport.read(Topic.SIGNALS, start);
        publish("one");
        publish("two");
        List<Delivery> first = await(reader, 2);
        broker.redeliver("ns", Topic.SIGNALS, 2);
        List<Delivery> again = await(reader, 2);
        assertThat(ids(again)).isEqualTo(ids(first));
        assertThat(reader.position().order(again.get(0))).isEqualTo(Order.BEFORE);
        assertThat(start.order(again.get(0))).isEqualTo(Order.AFTER);
    }

    @Test
    void whatIsTrimmedUnreadIsALoss() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        publish("one");
        publish("two");
        publish("three");
        broker.trim("ns", Topic.SIGNALS, 1);
        Batch batch = reader.poll(Duration.ofSeconds(1));
        assertThat(batch.lost()).isEqualTo("2 messages were dropped before they were read");
        assertThat(batch.deliveries()).extracting(one -> one.body().text()).containsExactly("three");
    }

    @Test
    void aLostLinkBreaksItsReaderAndNoOther() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        broker.loseLinks();
        assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(1))).isInstanceOf(TransportException.class);
        publish("one");
        assertThat(await(transport.read(Topic.SIGNALS, reader.position()), 1)).hasSize(1);
    }

    @Test
    void itShowsWhoRuns() {
        RunInfo run = new RunInfo("run-1", Instant.now(), Labels.of(Map.of()));
        transport.announce(run);
        transport.announce(run);
        assertThat(broker.running("ns")).containsExactly(run);
        transport.withdraw(run);
        assertThat(broker.running("ns")).isEmpty();
    }
}
