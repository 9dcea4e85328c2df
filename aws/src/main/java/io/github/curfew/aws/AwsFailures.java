package io.github.curfew.aws;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says why a call of an AWS service failed, and the cure if one is known, where that is the same for every service. */
public final class AwsFailures {
    /** In the sentence of the SDK's chain, behind what it prints of itself: {@code NAME(...): why, NAME(...): why]}. */
    private static final Pattern PROVIDER = Pattern.compile(
            "(ProfileCredentialsProvider|WebIdentityToken(?:File)?CredentialsProvider)\\(.*?\\): (.*?)"
                    + "(?=: ProfileFile\\(|, \\w+Provider\\(|\\]$)",
            Pattern.DOTALL);

    private static final String CHAIN = ") : [";

    private static final List<String> UNUSED = List.of("contained no credentials for profile 'default'", "must be set");

    private AwsFailures() {}

    /**
     * Whether the next attempt, in a moment, may well do better.
     *
     * @param failure with what the SDK threw as its cause
     * @param attempt from 1; a link is tried twice, since it may have been an old one
     * @return true where it is worth a quick repetition
     */
    public static boolean mayPassSoon(TransportException failure, int attempt) {
        Throwable cause = failure.getCause();
        return cause instanceof AwsServiceException aws
                ? isThrottled(aws) || aws.statusCode() >= 500
                : cause instanceof SdkClientException && attempt == 1;
    }

    /**
     * Whether AWS answers so because there was too much.
     *
     * @param refused what it answered
     * @return true for every service's way to say it
     */
    public static boolean isThrottled(AwsServiceException refused) {
        String code = code(refused);
        return refused.isThrottlingException() || code.contains("Throttl") || code.contains("LimitExceeded");
    }

    /**
     * Whether AWS answers so because a right is missing.
     *
     * @param refused what it answered
     * @return true for every service's way to say it
     */
    public static boolean isDenied(AwsServiceException refused) {
        String code = code(refused);
        return code.contains("AccessDenied") || code.contains("NotAuthorized");
    }

    /**
     * The word for it in AWS's own terms.
     *
     * @param refused what it answered
     * @return such as {@code AccessDeniedException}; empty where it has none
     */
    public static String code(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        return code.substring(code.lastIndexOf('#') + 1);
    }

    /**
     * AWS's own sentence, or the bare status where something in front of the service answered, such as a load balancer.
     *
     * @param refused what it answered
     * @return in one line
     */
    public static String said(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String said = details == null ? refused.getMessage() : details.errorMessage();
        return said == null ? "it answered HTTP " + refused.statusCode() + " and no reason" : Quoted.plain(said);
    }

    /**
     * Says why.
     *
     * @param service as policies and settings call it, such as {@code sqs}
     * @param right what a policy has to grant, in words that follow "give this identity the right"
     * @param thrown what the SDK threw
     * @return the rest of a sentence
     */
    public static String why(String service, String right, Throwable thrown) {
        if (thrown instanceof AwsServiceException aws) {
            return refused(right, aws);
        }
        String said = String.valueOf(thrown.getMessage());
        if (said.contains("Unable to load credentials")) {
            return "no AWS credentials were found (give this process a role, a profile or AWS_ACCESS_KEY_ID)"
                    + tried(said);
        }
        if (said.contains("Unable to load region")) {
            return "no AWS region was found (set curfew." + service + ".region)";
        }
        Throwable root = root(thrown);
        if (root instanceof SocketTimeoutException) {
            return "no answer came in time";
        }
        if (root instanceof UnknownHostException) {
            return "the host " + Quoted.plain(String.valueOf(root.getMessage())) + " is unknown";
        }
        if (root instanceof ConnectException) {
            return "nothing answers there (" + Quoted.plain(String.valueOf(root.getMessage())) + ")";
        }
        return Quoted.plain(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    private static String refused(String right, AwsServiceException aws) {
        String code = code(aws);
        String said = said(aws);
        if (isDenied(aws)) {
            return "it is not allowed (give this identity the right " + right + "): " + said;
        }
        if (code.contains("ExpiredToken") || code.contains("RequestExpired")) {
            return "the AWS credentials have expired (renew them): " + said;
        }
        if (code.contains("UnrecognizedClient")
                || code.contains("InvalidClientTokenId")
                || code.contains("Signature")
                || code.contains("InvalidSecurity")
                || code.contains("MissingAuthenticationToken")) {
            return "AWS does not take these credentials (look at the key, its secret and the region): " + said;
        }
        if (isThrottled(aws)) {
            return "there were too many calls, and AWS throttles them: " + said;
        }
        return (code.isEmpty() ? "" : code + ": ") + said;
    }

    /** Of a provider that somebody has set up, why it gives none; the others only say that nobody did. */
    private static String tried(String said) {
        return PROVIDER.matcher(said.substring(Math.max(0, said.indexOf(CHAIN))))
                .results()
                .filter(one -> UNUSED.stream().noneMatch(one.group(2)::contains))
                .map(one -> "; " + one.group(1) + ": " + Quoted.plain(one.group(2)))
                .collect(Collectors.joining());
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
