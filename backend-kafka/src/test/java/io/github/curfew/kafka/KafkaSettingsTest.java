package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
    private static final Map<String, String> ONE = Map.of("kafka.bootstrap.servers", "broker-1:9092");

    private static BackendConfig config(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(ONE);
        values.putAll(more);
        return new BackendConfig("default", Role.SENDER, "me", values);
    }

    private static List<String> problems(BackendConfig config) {
        ConfigurationException[] thrown = new ConfigurationException[1];
        assertThatThrownBy(() -> KafkaSettings.of(config))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> thrown[0] = e);
        return thrown[0].problems();
    }

    @Test
    void isFoundByItsName() {
        List<BackendProvider> found = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("kafka"))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).spiVersion()).isEqualTo(BackendProvider.SPI_VERSION);
        assertThat(found.get(0).settings())
                .extracting(Setting::key)
                .containsExactly(
                        "kafka.bootstrap.servers",
                        "kafka.client.*",
                        "kafka.client-properties.file",
                        "kafka.create-topics");
    }

    @Test
    void opensWithoutABroker() {
        try (Transport transport = new KafkaBackendProvider().open(config(Map.of()))) {
            assertThat(transport.capabilities().replaysSignals()).isTrue();
        }
    }

    @Test
    void namesItsTopics() {
        KafkaSettings settings = KafkaSettings.of(config(Map.of()));
        assertThat(settings.topic(Topic.SIGNALS)).isEqualTo("curfew.default.signals");
        assertThat(settings.topic(Topic.REPORTS)).isEqualTo("curfew.default.reports");
    }

    @Test
    void namesEveryProblemAtOnce() {
        BackendConfig wrong = new BackendConfig(
                "pro duction",
                Role.DRIVER,
                "d",
                Map.of(
                        "kafka.bootstrap.servers", "broker-1,broker-2:9092",
                        "kafka.client.acks", "1",
                        "kafka.client.group.id", "mine",
                        "kafka.client.bootstrap.servers", "b:1"));
        assertThat(problems(wrong))
                .containsExactlyInAnyOrder(
                        "curfew.kafka.bootstrap.servers has 'broker-1', which is not host:port as in broker-1:9092",
                        "the Kafka client's acks is 1, and signals could be missed or stale with it: leave it out, it is "
                                + "always all",
                        "the Kafka client's group.id has no place here: leave it out, signals are read without a group, by "
                                + "every driver, as bytes",
                        "curfew.kafka.client.bootstrap.servers is called curfew.kafka.bootstrap.servers",
                        "curfew.namespace makes the topic curfew.pro duction.signals, and Kafka allows only 249 letters, "
                                + "digits, '.', '_' and '-'");
        assertThat(problems(new BackendConfig("default", Role.DRIVER, "d", Map.of())))
                .containsExactly(
                        "curfew.kafka.bootstrap.servers is not set: say where the brokers are, as in broker-1:9092");
    }

    @Test
    void asksKafkaWhatItThinksOfItsSettings() {
        assertThat(problems(config(Map.of("kafka.client.request.timeout.ms", "soon"))))
                .singleElement()
                .asString()
                .startsWith("the Kafka client refuses its settings (curfew.kafka.client.*): ")
                .contains("request.timeout.ms");
    }

    @Test
    void eachOfTheClientsTimesCanBeSetAlone() {
        for (String key : List.of("delivery.timeout.ms", "default.api.timeout.ms", "request.timeout.ms", "linger.ms")) {
            for (String millis : List.of("1000", "10000", "300000", "2000000000")) {
                KafkaSettings settings = KafkaSettings.of(
                        config(Map.of("kafka.client." + key, millis, "kafka.bootstrap.servers", "127.0.0.1:1")));
                // Only then does the client compare them.
                KafkaClients.admin(settings).close(Duration.ZERO);
                KafkaClients.producer(settings).close(Duration.ZERO);
                KafkaClients.consumer(settings, false, new Tidings()).close(Duration.ZERO);
            }
        }
    }

    @Test
    void saysAtStartUpWhichOfTheClientsTimesDoNotGoTogether() {
        assertThat(problems(config(Map.of(
                        "kafka.client.delivery.timeout.ms", "2000",
                        "kafka.client.request.timeout.ms", "3000",
                        "kafka.client.linger.ms", "5",
                        "kafka.client.default.api.timeout.ms", "1000"))))
                .containsExactlyInAnyOrder(
                        "the Kafka client's delivery.timeout.ms is 2000, and has to be 3005 at the least, as"
                                + " request.timeout.ms is 3000 and linger.ms is 5: change either, or leave both out",
                        "the Kafka client's default.api.timeout.ms is 1000, and has to be 3000 at the least, as"
                                + " request.timeout.ms is 3000: change either, or leave both out");
    }

    @Test
    void readsAFileAsKafkasOwnToolsDo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, """
                bootstrap.servers=elsewhere:1
                security.protocol=SASL_SSL
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="alice" password="hush";
                """);
        KafkaSettings settings = KafkaSettings.of(config(Map.of(
                "kafka.client-properties.file", file.toString(), "kafka.client.security.protocol", "SASL_PLAINTEXT")));
        assertThat(settings.bootstrapServers()).isEqualTo("broker-1:9092");
        assertThat(settings.client()).containsEntry("security.protocol", "SASL_PLAINTEXT");
        assertThat(settings.principal()).isEqualTo("User:alice");
        assertThat(settings.toString()).doesNotContain("hush");
        assertThat(problems(config(Map.of(
                        "kafka.client-properties.file", folder.resolve("no").toString()))))
                .singleElement()
                .asString()
                .startsWith("curfew.kafka.client-properties.file names " + folder.resolve("no"));
    }

    @Test
    void showsNoPasswordOfItsOwn() {
        String jaas =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"hush\";";
        assertThat(config(Map.of("kafka.client.sasl.jaas.config", jaas)).toString())
                .doesNotContain("hush");
    }
}
