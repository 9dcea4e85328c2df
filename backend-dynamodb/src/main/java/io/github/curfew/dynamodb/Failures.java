package io.github.curfew.dynamodb;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
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

    private static String said(String action, Place place) {
        return "dynamodb:" + action + " failed on " + place + ": ";
    }

    /** Whether the table is not there, or no more. */
    static boolean isGone(TransportException failure) {
        return failure.getCause() instanceof ResourceNotFoundException;
    }

    /** Whether the next attempt, in a moment, may well do better. A link is tried twice: it may have been an old one. */
    static boolean mayPassSoon(TransportException failure, int attempt) {
        Throwable cause = failure.getCause();
        return cause instanceof AwsServiceException aws
                ? isThrottled(aws) || aws.statusCode() >= 500
                : cause instanceof SdkClientException && attempt == 1;
    }

    private static boolean isThrottled(AwsServiceException thrown) {
        String code = code(thrown);
        return thrown.isThrottlingException() || code.contains("Throttl") || code.contains("LimitExceeded");
    }

    private static boolean isLasting(Throwable cause) {
        return cause instanceof AwsServiceException aws
                && code(aws).equals("ValidationException")
                && String.valueOf(aws.getMessage()).contains("tem size");
    }

    private static String code(AwsServiceException thrown) {
        return thrown.awsErrorDetails() == null
                ? ""
                : String.valueOf(thrown.awsErrorDetails().errorCode());
    }

    private static String why(String action, Place place, Throwable thrown) {
        if (thrown instanceof AwsServiceException aws) {
            return refused(action, place, aws);
        }
        String said = String.valueOf(thrown.getMessage());
        if (said.contains("Unable to load credentials")) {
            return "no AWS credentials were found (give this process a role, a profile or AWS_ACCESS_KEY_ID)";
        }
        if (said.contains("Unable to load region")) {
            return "no AWS region was found (set curfew." + DynamoProvider.REGION + ")";
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

    private static String refused(String action, Place place, AwsServiceException aws) {
        String code = code(aws);
        String said = aws.awsErrorDetails() == null
                ? Quoted.plain(String.valueOf(aws.getMessage()))
                : Quoted.plain(String.valueOf(aws.awsErrorDetails().errorMessage()));
        if (aws instanceof ResourceNotFoundException) {
            return "the table does not exist (make it, as curfew." + DynamoProvider.CREATE_TABLE
                    + "=true does, or look at its name, account and region)";
        }
        if (code.equals("ValidationException") && isAboutTheKey(String.valueOf(aws.getMessage()))) {
            return "the table has another key: Curfew needs one whose partition key is " + Table.NAMESPACE
                    + " and whose sort key is " + Table.ID + ", both strings (name such a table in curfew."
                    + DynamoProvider.TABLE + "): " + said;
        }
        if (code.contains("AccessDenied") || code.contains("NotAuthorized")) {
            return "it is not allowed (give this identity the right dynamodb:" + action
                    + (place.partition().isEmpty() ? "" : " for the leading key " + place.partition()) + "): " + said;
        }
        if (code.contains("ExpiredToken") || code.contains("RequestExpired")) {
            return "the AWS credentials have expired (renew them): " + said;
        }
        if (code.contains("UnrecognizedClient")
                || code.contains("InvalidClientTokenId")
                || code.contains("Signature")
                || code.contains("MissingAuthenticationToken")) {
            return "AWS does not take these credentials (look at the key, its secret and the region): " + said;
        }
        if (isThrottled(aws)) {
            return "there is more to read or write than the table has capacity for, and AWS throttles it (give it more,"
                    + " or bill it on demand): " + said;
        }
        return (code.isEmpty() ? "" : code.substring(code.lastIndexOf('#') + 1) + ": ") + said;
    }

    private static boolean isAboutTheKey(String message) {
        return message.contains("key schema")
                || message.contains("Missing the key")
                || message.contains("does not match the schema")
                || message.contains("Type mismatch")
                || message.contains("uery key condition not supported");
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
