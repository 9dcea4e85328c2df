package io.github.curfew.sqs;

import io.github.curfew.aws.AwsFailures;
import io.github.curfew.spi.TransportException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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

    static TransportException late(String action, String queue) {
        return TransportException.passing(
                said(action, queue) + "there was no time left for it", new IllegalStateException("no time left"));
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
                        && AwsFailures.code(aws).contains("NonExistentQueue"));
    }

    /** Whether a message cannot be deleted because it was, or because it has been given out again since. */
    static boolean isOutdated(TransportException failure) {
        return failure.getCause() instanceof ReceiptHandleIsInvalidException;
    }

    private static boolean isLasting(Throwable cause) {
        return cause instanceof AwsServiceException aws
                && (AwsFailures.code(aws).contains("InvalidMessageContents")
                        || (AwsFailures.code(aws).contains("InvalidParameterValue")
                                && String.valueOf(aws.getMessage()).contains("must be shorter than")));
    }

    private static String why(String action, Throwable thrown) {
        if (thrown instanceof AwsServiceException aws) {
            String code = AwsFailures.code(aws);
            if (aws instanceof QueueDoesNotExistException || code.contains("NonExistentQueue")) {
                return "the queue does not exist (make it, or look at its name, account and region)";
            }
            if (code.contains("QueueDeletedRecently")) {
                return "a queue of this name was deleted within the last minute: " + AwsFailures.said(aws);
            }
        }
        return AwsFailures.why("sqs", "sqs:" + action, thrown);
    }
}
