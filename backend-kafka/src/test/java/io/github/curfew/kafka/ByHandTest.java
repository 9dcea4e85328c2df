package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Action;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        type("stop orders\n", kcat());
        assertOneStop();
    }

    @Test
    void typedWithKcatAsACloudEventInBinaryMode() throws Exception {
        List<String> command = kcat();
        List.of("ce_specversion=1.0", "ce_id=7", "ce_source=/ops", "ce_type=io.github.curfew.stop.requested.v1")
                .forEach(header -> command.addAll(List.of("-H", header)));
        type("{\"selector\":\"orders\"}\n", command);
        Delivery delivery = assertOneStop();
        assertThat(signal(delivery).id()).isEqualTo(new SignalId("/ops", "7"));
    }

    @Test
    void typedWithKcatAsAStructuredCloudEvent() throws Exception {
        type(
                "{\"specversion\":\"1.0\",\"id\":\"8\",\"source\":\"/ops\","
                        + "\"type\":\"io.github.curfew.stop.requested.v1\",\"data\":{\"selector\":\"orders\"}}\n",
                kcat());
        assertThat(signal(assertOneStop()).id()).isEqualTo(new SignalId("/ops", "8"));
    }

    @Test
    void typedWithKafkasConsoleProducer() throws Exception {
        type(
                "stop orders\n",
                KafkaServer.tool(
                        "org.apache.kafka.tools.ConsoleProducer",
                        "--bootstrap-server",
                        Broker.SERVER.bootstrapServers(),
                        "--topic",
                        Broker.signals(namespace)));
        assertOneStop();
    }

    @Test
    void aCompressedRecordDoesNotStopThoseBehindIt() throws Exception {
        type("stop one\n", kcat());
        List<String> compressed = kcat();
        compressed.addAll(List.of("-z", "snappy"));
        // Long, since kcat sends what does not shrink as it is.
        type(("stop two" + " ".repeat(300) + "\n").repeat(50), compressed);
        Position past = transport.past(Topic.SIGNALS, Duration.ZERO);
        type("stop three\n", kcat());
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

    private List<String> kcat() {
        assumeTrue(isThere("kcat"), "kcat is not installed");
        return new ArrayList<>(
                List.of("kcat", "-P", "-b", Broker.SERVER.bootstrapServers(), "-t", Broker.signals(namespace)));
    }

    private static boolean isThere(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void type(String text, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
