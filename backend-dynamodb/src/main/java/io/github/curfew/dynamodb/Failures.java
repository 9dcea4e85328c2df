package io.github.curfew.dynamodb;

import io.github.curfew.aws.AwsFailures;
import io.github.curfew.spi.TransportException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Puts what the SDK throws into a sentence: action, table, leading key, cause, and the cure if one is known. */
final class Failures {
    private Failures() {}

    static TransportException of(String action, Place place, Throwable cause) {
        String sentence = said(action, place) + why(action, place, cause);
        return isLasting(cause)
                ? TransportException.lasting(sentence, cause)
                : TransportException.passing(sentence, cause);
    }

    static TransportException closed(String action, Place place) {
        return TransportException.passing(
                said(action, place) + "the transport is closed", new IllegalStateException("closed"));
    }

    static TransportException tooLarge(Place place, int size, int most) {
        return TransportException.lasting(
                said("PutItem", place) + "the message has " + size + " bytes, and " + most + " are the most",
                new IllegalArgumentException("message too large"));
    }

    static TransportException crowded(Place place, int most) {
        return TransportException.passing(
                said("Query", place) + "more than " + most
                        + " items are there, and none is read until there are fewer, which"
                        + " is looked for once a minute; remove what does not belong there, or is done with",
                new CrowdedException());
    }

    /** Whether there are more items than are held. */
    static boolean isCrowded(TransportException failure) {
        return failure.getCause() instanceof CrowdedException;
    }

    private static final class CrowdedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static String said(String action, Place place) {
        return "dynamodb:" + action + " failed on " + place + ": ";
    }

    /** Whether the table is not there, or no more. */
    static boolean isGone(TransportException failure) {
        return failure.getCause() instanceof ResourceNotFoundException;
    }

    /** Whether a right is missing. */
    static boolean isDenied(TransportException failure) {
        return failure.getCause() instanceof AwsServiceException aws && AwsFailures.isDenied(aws);
    }

    private static boolean isLasting(Throwable cause) {
        return cause instanceof AwsServiceException aws
                && AwsFailures.code(aws).equals("ValidationException")
                && String.valueOf(aws.getMessage()).contains("tem size");
    }

    private static String why(String action, Place place, Throwable thrown) {
        if (thrown instanceof AwsServiceException aws) {
            String message = String.valueOf(aws.getMessage());
            if (aws instanceof ResourceNotFoundException) {
                return "the table does not exist (make it, as curfew." + DynamoProvider.CREATE_TABLE
                        + "=true does, or look at its name, account and region)";
            }
            if (AwsFailures.code(aws).equals("ValidationException") && isAboutTheKey(message)) {
                return "the table has another key: Curfew needs one whose partition key is " + Table.NAMESPACE
                        + " and whose sort key is " + Table.ID + ", both strings (name such a table in curfew."
                        + DynamoProvider.TABLE + "): " + AwsFailures.said(aws);
            }
            if (AwsFailures.isThrottled(aws)) {
                return "there is more to read or write than the table has capacity for, and AWS throttles it (give it"
                        + " more, or bill it on demand): " + AwsFailures.said(aws);
            }
        }
        String key = place.partition().isEmpty() ? "" : " for the leading key " + place.partition();
        return AwsFailures.why("dynamodb", "dynamodb:" + action + key, thrown);
    }

    private static boolean isAboutTheKey(String message) {
        return message.contains("key schema")
                || message.contains("Missing the key")
                || message.contains("does not match the schema")
                || message.contains("does not match schema type")
                || message.contains("Type mismatch")
                || message.contains("uery key condition not supported");
    }
}
