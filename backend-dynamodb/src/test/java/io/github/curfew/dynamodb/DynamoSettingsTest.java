package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamoSettingsTest {
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/team-flags";

    private static DynamoSettings of(Map<String, String> settings) {
        return DynamoSettings.of(Dynamo.config("default", Role.DRIVER, "d", settings));
    }

    @Test
    void nothingNeedsToBeSet() {
        DynamoSettings settings = of(Map.of());
        assertThat(settings.table()).isEqualTo("curfew");
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.createTable()).isFalse();
        assertThat(settings.access().region()).as("the SDK's own choice").isNull();
        try (Transport transport = new DynamoProvider().open(Dynamo.config("default", Role.DRIVER, "d", Map.of()))) {
            assertThat(transport.hearingTime()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void anArnSaysWhichRegionItIsUnlessOneIsSet() {
        assertThat(of(Map.of("dynamodb.table", ARN)).access().region()).isEqualTo("eu-west-1");
        assertThat(of(Map.of("dynamodb.table", ARN, "dynamodb.region", "eu-central-1"))
                        .access()
                        .region())
                .isEqualTo("eu-central-1");
        assertThat(of(Map.of("dynamodb.endpoint", "https://vpce-1a2b.dynamodb.us-gov-west-1.vpce.amazonaws.com"))
                        .access()
                        .region())
                .isEqualTo("us-gov-west-1");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> of(Map.of(
                        "dynamodb.table", "a b",
                        "dynamodb.endpoint", "ftp://nowhere",
                        "dynamodb.poll-interval", "1ms",
                        "dynamodb.timeout", "2h")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .hasSize(4)
                                .anySatisfy(problem -> assertThat(problem)
                                        .startsWith("curfew.dynamodb.table is \"a b\": write a table's name")));
    }
}
