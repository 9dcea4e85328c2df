package io.github.curfew.sqs;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/** Puts what the SDK throws into a sentence: action, queue, cause, and the cure if one is known. */
final class Failures {
    private Failures() {}

    static TransportException of(String action, String queue, Throwable cause) {
        String sentence = said(action, queue) + why(action, cause);
        return isLasting(cause)
                ? TransportException.lasting(sentence, cause)
                : TransportException.passing(sentence, cause);
    }

    static TransportException closed(String action, String queue) {
        return TransportException.passing(
                said(action, queue) + "the transport is closed", new IllegalStateException("closed"));
    }

    static TransportException tooLarge(String queue, int size, int most) {
        return TransportException.lasting(
                said("SendMessage", queue) + "the message has " + size + " bytes, and " + most + " are the most",
                new IllegalArgumentException("message too large"));
    }

    static TransportException unwritable(String queue, int point) {
        return TransportException.lasting(
                said("SendMessage", queue) + String.format(Locale.ROOT, "the message has the character U+%04X", point)
                        + ", which SQS does not take",
                new IllegalArgumentException("message not allowed"));
    }

    private static String said(String action, String queue) {
        return "sqs:" + action + " failed on " + SqsNames.of(queue) + ": ";
    }

    /** Whether the queue is not there, or no more. */
    static boolean isGone(TransportException failure) {
        return failure.getCause() instanceof QueueDoesNotExistException
                || (failure.getCause() instanceof AwsServiceException aws
                        && code(aws).contains("NonExistentQueue"));
    }

    /** Whether a message cannot be deleted because it was, or because it has been given out again since. */
    static boolean isOutdated(TransportException failure) {
        return failure.getCause() instanceof ReceiptHandleIsInvalidException;
    }

    /** Whether the next attempt, in a moment, may well do better. A link is tried twice: it may have been an old one. */
    static boolean mayPassSoon(TransportException failure, int attempt) {
        Throwable cause = failure.getCause();
        return cause instanceof AwsServiceException aws
                ? aws.isThrottlingException() || code(aws).contains("Throttl") || aws.statusCode() >= 500
                : cause instanceof SdkClientException && attempt == 1;
    }

    private static boolean isLasting(Throwable cause) {
        return cause instanceof AwsServiceException aws
                && (code(aws).contains("InvalidMessageContents")
                        || (code(aws).contains("InvalidParameterValue")
                                && String.valueOf(aws.getMessage()).contains("must be shorter than")));
    }

    private static String code(AwsServiceException thrown) {
        return thrown.awsErrorDetails() == null
                ? ""
                : String.valueOf(thrown.awsErrorDetails().errorCode());
    }

    private static String why(String action, Throwable thrown) {
        if (thrown instanceof AwsServiceException aws) {
            return refused(action, aws);
        }
        String said = String.valueOf(thrown.getMessage());
        if (said.contains("Unable to load credentials")) {
            return "no AWS credentials were found (give this process a role, a profile or AWS_ACCESS_KEY_ID)";
        }
        if (said.contains("Unable to load region")) {
            return "no AWS region was found (set curfew.sqs.region)";
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

    private static String refused(String action, AwsServiceException aws) {
        String code = code(aws);
        if (aws instanceof QueueDoesNotExistException || code.contains("NonExistentQueue")) {
            return "the queue does not exist (make it, or look at its name, account and region)";
        }
        String said = aws.awsErrorDetails() == null
                ? Quoted.plain(String.valueOf(aws.getMessage()))
                : Quoted.plain(String.valueOf(aws.awsErrorDetails().errorMessage()));
        if (code.contains("AccessDenied") || code.contains("NotAuthorized")) {
            return "it is not allowed (give this identity the right sqs:" + action + "): " + said;
        }
        if (code.contains("ExpiredToken") || code.contains("RequestExpired")) {
            return "the AWS credentials have expired (renew them): " + said;
        }
        if (code.contains("InvalidClientTokenId")
                || code.contains("UnrecognizedClient")
                || code.contains("Signature")
                || code.contains("InvalidSecurity")) {
            return "AWS does not take these credentials (look at the key, its secret and the region): " + said;
        }
        if (aws.isThrottlingException() || code.contains("Throttl")) {
            return "there were too many calls, and AWS throttles them: " + said;
        }
        if (code.contains("QueueDeletedRecently")) {
            return "a queue of this name was deleted within the last minute: " + said;
        }
        return (code.isEmpty() ? "" : code.substring(code.lastIndexOf('#') + 1) + ": ") + said;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
