package io.github.curfew.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsAccessTest {
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, , https://sqs.eu-central-1.amazonaws.com/123456789012/orders, eu-west-1",
        " , , https://sqs.eu-central-1.amazonaws.com/123456789012/orders, eu-central-1",
        " , , arn:aws-us-gov:sqs:us-gov-west-1:123456789012:orders, us-gov-west-1",
        " , https://vpce-1a2b.sqs.us-gov-west-1.vpce.amazonaws.com, orders, us-gov-west-1",
        " , https://sqs.eu-west-1.amazonaws.com, arn:aws:sqs:eu-central-1:123456789012:orders, eu-central-1",
        " , http://127.0.0.1:9324, http://127.0.0.1:9324/000000000000/orders, ",
        " , , arn:aws:dynamodb:eu-west-1:123456789012:table/curfew, ",
        " , , , ",
    })
    void theRegionIsTheOneGivenOrTheFirstThatSomethingTells(
            @Nullable String region, @Nullable String endpoint, @Nullable String place, @Nullable String expected) {
        assertThat(AwsAccess.of("sqs", region, endpoint, Duration.ofSeconds(3), null, place)
                        .region())
                .isEqualTo(expected);
    }
}
