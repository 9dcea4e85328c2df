package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Transport;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqsSettingsTest {
    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";

    private static SqsSettings of(Map<String, String> settings) {
        return SqsSettings.of(Sqs.config("default", Role.DRIVER, "d", settings));
    }

    @Test
    void nothingNeedsToBeSet() {
        SqsSettings settings = of(Map.of());
        assertThat(settings.queueUrl()).isNull();
        assertThat(settings.names().signals()).isEqualTo("curfew-default-signals-");
        assertThat(settings.access().region()).as("the SDK's own choice").isNull();
        try (Transport transport = new SqsProvider().open(Sqs.config("default", Role.DRIVER, "d", Map.of()))) {
            assertThat(transport.capabilities().takesAway()).isFalse();
        }
    }

    @Test
    void aUrlSaysWhichRegionItIsUnlessOneIsSet() {
        assertThat(of(Map.of("sqs.queue-url", URL)).access().region()).isEqualTo("eu-west-1");
        assertThat(of(Map.of("sqs.reports-queue-url", URL)).access().region()).isEqualTo("eu-west-1");
        assertThat(of(Map.of("sqs.endpoint", "https://vpce-1a2b.sqs.us-gov-west-1.vpce.amazonaws.com"))
                        .access()
                        .region())
                .isEqualTo("us-gov-west-1");
        assertThat(of(Map.of("sqs.queue-url", URL, "sqs.region", "eu-central-1"))
                        .access()
                        .region())
                .isEqualTo("eu-central-1");
        assertThat(of(Map.of("sqs.queue-url", "http://127.0.0.1:9324/000000000000/orders.fifo"))
                        .access()
                        .region())
                .isNull();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> of(Map.of(
                        "sqs.queue-url", "orders",
                        "sqs.reports-queue-url", "https://sqs.eu-west-1.amazonaws.com",
                        "sqs.endpoint", "ftp://nowhere",
                        "sqs.queue-prefix", "a b",
                        "sqs.timeout", "2h")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .hasSize(5)
                                .anySatisfy(problem -> assertThat(problem)
                                        .startsWith("curfew.sqs.queue-url is \"orders\": write a queue's URL")));
        assertThatThrownBy(() -> of(Map.of("sqs.reports-queue-url", URL + ".fifo")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("curfew.sqs.reports-queue-url is a FIFO queue");
        assertThatThrownBy(() -> of(Map.of("sqs.queue-prefix", "x".repeat(60))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("80 are the most");
    }
}
