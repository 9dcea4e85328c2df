package io.github.curfew.kafka;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way into the backend {@code kafka}. Thread-safe. */
public final class KafkaBackendProvider implements BackendProvider {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaBackendProvider.class);

    /** Used by {@link java.util.ServiceLoader}. */
    public KafkaBackendProvider() {}

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        KafkaSettings.BOOTSTRAP_SERVERS,
                        Setting.Type.LIST,
                        null,
                        "Where the brokers are, as host:port, joined by commas. Needed."),
                Setting.of(
                        KafkaSettings.CLIENT + "*",
                        Setting.Type.TEXT,
                        null,
                        "What else the Kafka client is told, untouched, such as kafka.client.security.protocol=SASL_SSL."),
                Setting.of(
                        KafkaSettings.PROPERTIES_FILE,
                        Setting.Type.TEXT,
                        null,
                        "A properties file with more settings of the Kafka client, the place for its passwords; "
                                + "kafka.client.* goes before it."),
                Setting.of(
                        KafkaSettings.CREATE_TOPICS,
                        Setting.Type.BOOLEAN,
                        "false",
                        "Whether a missing topic is made, with one partition and the broker's time."));
    }

    @Override
    public Transport open(BackendConfig config) {
        String several = ClientJars.several(KafkaBackendProvider.class.getClassLoader());
        if (several != null) {
            LOG.warn("Curfew on kafka: {}", several);
        }
        return new KafkaTransport(KafkaSettings.of(config));
    }
}
