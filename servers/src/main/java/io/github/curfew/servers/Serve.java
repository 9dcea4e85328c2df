package io.github.curfew.servers;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Runs one server for somebody who has started this as a process: prints what Curfew has to be told of it, a line each,
 * then {@code ready}, and ends the server when standard input ends, as it does when whoever started it is gone.
 */
public final class Serve {
    /**
     * A server that runs.
     *
     * @param name for people
     * @param settings Curfew's settings with which it is reached
     * @param variables of the environment of every process that reaches it
     * @param server to be closed
     */
    private record Served(
            String name, Map<String, String> settings, Map<String, String> variables, AutoCloseable server) {}

    /** A client of AWS wants some credentials, though nobody looks at them here; it shall not look for real ones. */
    private static final Map<String, String> NO_ACCOUNT =
            Map.of("AWS_ACCESS_KEY_ID", "none", "AWS_SECRET_ACCESS_KEY", "none", "AWS_EC2_METADATA_DISABLED", "true");

    private Serve() {}

    /**
     * Runs it until standard input ends. Exits with 2 for a server that is not known here.
     *
     * @param args one word, such as {@code redis}
     * @throws Exception if the server cannot be started or ended
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 1 || !List.of("kafka", "redis", "sqs", "dynamodb").contains(args[0])) {
            System.err.println("Name one server: kafka, redis, sqs or dynamodb.");
            System.exit(2);
        }
        Served served = start(args[0]);
        try {
            System.out.println("name " + served.name());
            served.settings().forEach((key, value) -> System.out.println("setting " + key + "=" + value));
            served.variables().forEach((name, value) -> System.out.println("variable " + name + "=" + value));
            System.out.println("ready");
            System.out.flush();
            awaitEndOfInput();
        } finally {
            served.server().close();
        }
    }

    private static Served start(String name) {
        return switch (name) {
            case "kafka" -> kafka();
            case "redis" -> redis();
            case "sqs" -> sqs();
            default -> dynamoDb();
        };
    }

    private static Served kafka() {
        KafkaServer kafka = KafkaServer.start();
        return new Served(
                "a Kafka broker at " + kafka.bootstrapServers(),
                Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "kafka.create-topics", "true"),
                Map.of(),
                kafka);
    }

    private static Served redis() {
        RedisServer redis = RedisServer.start();
        return new Served("a Redis at " + redis.url(), Map.of("redis.url", redis.url()), Map.of(), redis);
    }

    private static Served sqs() {
        ElasticMqServer elasticMq = ElasticMqServer.start();
        return new Served(
                "ElasticMQ, which speaks as SQS does, at " + elasticMq.endpoint(),
                Map.of("sqs.endpoint", elasticMq.endpoint(), "sqs.region", ElasticMqServer.REGION),
                NO_ACCOUNT,
                elasticMq);
    }

    private static Served dynamoDb() {
        DynamoDbServer dynamoDb = DynamoDbServer.start();
        return new Served(
                "DynamoDB Local at " + dynamoDb.endpoint(),
                Map.of(
                        "dynamodb.endpoint",
                        dynamoDb.endpoint(),
                        "dynamodb.region",
                        "eu-west-1",
                        "dynamodb.create-table",
                        "true"),
                NO_ACCOUNT,
                dynamoDb);
    }

    private static void awaitEndOfInput() throws IOException {
        int read = System.in.read();
        while (read >= 0) {
            read = System.in.read();
        }
    }
}
