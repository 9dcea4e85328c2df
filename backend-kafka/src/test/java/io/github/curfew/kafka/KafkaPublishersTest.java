package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.PublisherScript;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code examples/publishers} has for this backend, as somebody without Curfew runs it. */
class KafkaPublishersTest {
    private static final String SELECTOR = "query.name=\"orders, eu\",team!=a";
    private static final String REASON = "deploy \"42\" \\ now, für alle";

    @ParameterizedTest
    @CsvSource({"kafka/publish.py, confluent_kafka", "kafka/publish.mjs, kafkajs", "kafka/publish.sh, kcat"})
    void stops(String name, String need) throws Exception {
        PublisherScript script = PublisherScript.of(name, need.split(" "));
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        String namespace = Broker.newNamespace();
        Broker.createTopics(namespace);
        KafkaTransport transport = Broker.transport(namespace);
        try {
            Position end = transport.end(Topic.SIGNALS);
            script.stop(
                    Map.of(
                            "CURFEW_NAMESPACE",
                            namespace,
                            "CURFEW_KAFKA_BOOTSTRAP_SERVERS",
                            Broker.SERVER.bootstrapServers()),
                    SELECTOR,
                    REASON);
            try (Listening listening = new Listening(transport, Topic.SIGNALS, end)) {
                listening.until(() -> !listening.deliveries.isEmpty());
                assertThat(listening.deliveries).hasSize(1);
                assertStop(listening.deliveries.get(0));
            }
        } finally {
            transport.close();
        }
    }

    private static void assertStop(Delivery delivery) {
        Signal signal =
                Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("broker", delivery.id()));
        assertThat(signal.action()).isEqualTo(Action.STOP);
        assertThat(signal.selector()).isEqualTo(Selector.parse(SELECTOR));
        assertThat(signal.terms().reason()).isEqualTo(REASON);
    }
}
