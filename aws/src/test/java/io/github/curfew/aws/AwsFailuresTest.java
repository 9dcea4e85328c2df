package io.github.curfew.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

class AwsFailuresTest {
    @Test
    void tellsWhyAProfileThatSomebodyHasSetUpGivesNoCredentials() {
        assertThat(withoutCredentials("[default]\noutput=json", "default"))
                .isEqualTo("no AWS credentials were found (give this process a role, a profile or AWS_ACCESS_KEY_ID)");
        assertThat(withoutCredentials("[default]\noutput=json", "wrok"))
                .contains("; ProfileCredentialsProvider: ", "wrok");
        assertThat(withoutCredentials(
                        "[profile work]\nsso_account_id=1\nsso_region=eu-west-1\nsso_role_name=ops\nsso_start_url=https://x",
                        "work"))
                .contains("; ProfileCredentialsProvider: To use Sso related properties in the 'work' profile");
        // As older SDKs call theirs.
        assertThat(AwsFailures.why(
                        "sqs",
                        "sqs:SendMessage",
                        SdkClientException.create(
                                "Unable to load credentials from any of the providers in the chain C(all=[A()])"
                                        + " : [WebIdentityTokenCredentialsProvider(): Not authorized to perform"
                                        + " sts:AssumeRoleWithWebIdentity, AProvider(): none]")))
                .endsWith(
                        "; WebIdentityTokenCredentialsProvider: Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    private static String withoutCredentials(String file, String profile) {
        ProfileFile content = ProfileFile.builder()
                .content(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CONFIGURATION)
                .build();
        AwsCredentialsProviderChain chain = AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                ProfileCredentialsProvider.builder()
                        .profileFile(content)
                        .profileName(profile)
                        .build(),
                SystemPropertyCredentialsProvider.create());
        return AwsFailures.why("sqs", "sqs:SendMessage", catchThrowable(chain::resolveCredentials));
    }

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
