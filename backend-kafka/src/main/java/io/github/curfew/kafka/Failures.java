package io.github.curfew.kafka;

import io.github.curfew.spi.TransportException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what Kafka's exceptions mean: operation, target, cause and cure. */
final class Failures {
    private final KafkaSettings settings;

    Failures(KafkaSettings settings) {
        this.settings = settings;
    }

    /** What was asked of the broker, by the name of the right that it takes. */
    enum Operation {
        DESCRIBE("Describe", "look up"),
        READ("Read", "read"),
        WRITE("Write", "write to"),
        CREATE("Create", "create"),
        CONFIGS("DescribeConfigs", "look up the settings of");

        private final String right;
        private final String words;

        Operation(String right, String words) {
            this.right = right;
            this.words = words;
        }
    }

    TransportException of(Operation operation, String topic, Throwable cause) {
        String cannot = "cannot " + operation.words + " the topic " + topic + ": ";
        if (cause instanceof UnknownTopicOrPartitionException
                || cause instanceof UnknownTopicIdException
                || cause instanceof InvalidTopicException) {
            return missing(topic, cause);
        }
        if (cause instanceof TopicAuthorizationException || cause instanceof ClusterAuthorizationException) {
            return TransportException.passing(forbidden(operation, topic), cause);
        }
        if (cause instanceof AuthenticationException) {
            return TransportException.passing(
                    cannot + "Kafka at " + settings.bootstrapServers() + " does not let " + who() + " in ("
                            + cause.getMessage() + "): look at the credentials under curfew." + KafkaSettings.CLIENT
                            + "*",
                    cause);
        }
        if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
            return TransportException.lasting(
                    cannot + "the message is larger than the topic or the client allows (" + cause.getMessage() + ")",
                    cause);
        }
        if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
            return silent(operation, topic, cause);
        }
        return TransportException.passing(cannot + rootOf(cause), cause);
    }

    TransportException silent(Operation operation, String topic, Throwable cause) {
        return TransportException.passing(
                "cannot " + operation.words + " the topic " + topic + ": no answer in time from Kafka at "
                        + settings.bootstrapServers() + "; see that it runs, and that curfew."
                        + KafkaSettings.BOOTSTRAP_SERVERS + " and the security settings are right",
                cause);
    }

    TransportException missing(String topic, Throwable cause) {
        return TransportException.passing(
                "there is no topic " + topic + " on Kafka at " + settings.bootstrapServers() + ": create it with "
                        + tool("kafka-topics.sh") + " --create --topic " + topic
                        + " --partitions 1 --config message.timestamp.type=LogAppendTime"
                        + " --config compression.type=uncompressed",
                cause);
    }

    TransportException leaderless(String topic) {
        return TransportException.passing(
                "no broker leads the topic " + topic + " on Kafka at " + settings.bootstrapServers()
                        + ", so nothing of it can be read: start the brokers that have its replicas",
                new IllegalStateException("leader"));
    }

    TransportException compacted(String topic) {
        return TransportException.passing(
                "the topic " + topic + " is compacted, and signals would vanish from it unread: change it with "
                        + tool("kafka-configs.sh") + " --alter --topic " + topic
                        + " --add-config cleanup.policy=delete",
                new IllegalStateException("cleanup.policy"));
    }

    TransportException tooLarge(String topic, int size, int most) {
        return TransportException.lasting(
                "cannot write to the topic " + topic + ": the message has " + size + " bytes, and " + most
                        + " are the most",
                new IllegalArgumentException("size"));
    }

    private String forbidden(Operation operation, String topic) {
        String principal = settings.principal();
        return who() + " lacks the right to " + operation.right + " the topic " + topic + " on Kafka at "
                + settings.bootstrapServers() + ": grant it with " + tool("kafka-acls.sh")
                + " --add --allow-principal " + (principal == null ? "User:<name>" : principal) + " --operation "
                + operation.right + " --topic " + topic;
    }

    private String tool(String script) {
        return script + " --bootstrap-server " + settings.bootstrapServers();
    }

    private String who() {
        String principal = settings.principal();
        return principal == null ? "this client's principal" : principal;
    }

    static String rootOf(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
