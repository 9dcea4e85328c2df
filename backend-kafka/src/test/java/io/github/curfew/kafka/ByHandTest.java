package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.model.Action;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals as people send them, with the tools that they have. */
@Tag("every-client")
class ByHandTest {
    private final String namespace = Broker.newNamespace();
    private final KafkaTransport transport = Broker.transport(namespace);
    private Position end = new KafkaPosition(Uuid.ZERO_UUID, Map.of());

    @BeforeEach
    void createTopics() {
        Broker.createTopics(namespace);
        end = transport.end(Topic.SIGNALS);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void typedWithKcat() throws Exception {
        Typing.type("stop orders\n", Typing.kcat(signals()));
        assertOneStop();
    }

    @Test
    void typedWithKcatAsACloudEventInBinaryMode() throws Exception {
        Typing.type("{\"selector\":\"orders\"}\n", Typing.kcat(signals(), Typing.cloudEvent("7")));
        Delivery delivery = assertOneStop();
        assertThat(signal(delivery).id()).isEqualTo(new SignalId("/ops", "7"));
    }

    @Test
    void typedWithKcatAsAStructuredCloudEvent() throws Exception {
        Typing.type(Typing.cloudEvent("8", "orders"), Typing.kcat(signals()));
        assertThat(signal(assertOneStop()).id()).isEqualTo(new SignalId("/ops", "8"));
    }

    @Test
    void typedWithKafkasConsoleProducer() throws Exception {
        Typing.type("stop orders\n", Typing.consoleProducer(signals()));
        assertOneStop();
    }

    @Test
    void aCompressedRecordDoesNotStopThoseBehindIt() throws Exception {
        Typing.type("stop one\n", Typing.kcat(signals()));
        // Long, since kcat sends what does not shrink as it is.
        Typing.type(("stop two" + " ".repeat(300) + "\n").repeat(50), Typing.kcat(signals(), "-z", "snappy"));
        Position past = transport.past(Topic.SIGNALS, Duration.ZERO);
        Typing.type("stop three\n", Typing.kcat(signals()));
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> listening.texts().contains("stop three"));
            assertThat(listening.texts()).containsExactly("stop one", "stop three");
            assertThat(past.order(listening.deliveries.get(0)))
                    .as("early, where the last time cannot be read")
                    .isEqualTo(Order.AFTER);
            assertThat(listening.losses)
                    .hasSize(1)
                    .allMatch(loss -> loss.startsWith("offsets 1 to 50 of partition 0 of the topic "))
                    .allMatch(loss -> loss.contains("cannot be read and are passed over"));
        }
    }

    private String signals() {
        return Broker.signals(namespace);
    }

    private Delivery assertOneStop() throws InterruptedException {
        try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
            listening.until(() -> !listening.deliveries.isEmpty());
            assertThat(listening.deliveries).hasSize(1);
            Delivery delivery = listening.deliveries.get(0);
            assertThat(signal(delivery).action()).isEqualTo(Action.STOP);
            assertThat(signal(delivery).selector()).hasToString("orders");
            return delivery;
        }
    }

    private static Signal signal(Delivery delivery) {
        return Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("kafka", delivery.id()));
    }
}
