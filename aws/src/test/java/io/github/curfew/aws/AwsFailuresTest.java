package io.github.curfew.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsFailuresTest {
    /** As of a load balancer, which knows nothing of AWS's codes. */
    @Test
    void tellsTheStatusOfAnAnswerWithoutAReason() {
        AwsServiceException answer = AwsServiceException.builder()
                .statusCode(503)
                .awsErrorDetails(AwsErrorDetails.builder().build())
                .build();
        assertThat(AwsFailures.why("sqs", "sqs:ReceiveMessage", answer))
                .isEqualTo("it answered HTTP 503 and no reason");
    }
}
