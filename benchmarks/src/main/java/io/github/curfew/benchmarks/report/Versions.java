package io.github.curfew.benchmarks.report;

import io.github.curfew.servers.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of what a measurement runs on, by the names of the jars that are really used. */
public final class Versions {
    private Versions() {}

    /**
     * That of a library here.
     *
     * @param artifact such as {@code kafka-clients}
     * @return its version
     */
    public static String here(String artifact) {
        return in(System.getProperty("java.class.path"), artifact);
    }

    /**
     * That of a server which is started from jars.
     *
     * @param server such as {@code kafka}
     * @param artifact such as {@code kafka_2.13}
     * @return its version
     */
    private static String ofServer(String server, String artifact) {
        String name = "/io/github/curfew/servers/" + server + ".classpath";
        try (InputStream classPath = Versions.class.getResourceAsStream(name)) {
            if (classPath == null) {
                throw new IllegalArgumentException("there is no server '" + server + "'");
            }
            return in(new String(classPath.readAllBytes(), StandardCharsets.UTF_8).strip(), artifact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Those of a Kafka that is started here, and of its client.
     *
     * @return by their names
     */
    public static Map<String, String> kafka() {
        return Map.of("Kafka", ofServer("kafka", "kafka_2.13"), "kafka-clients", here("kafka-clients"));
    }

    /**
     * Those of a Redis and of its client.
     *
     * @param server that runs
     * @return by their names
     */
    public static Map<String, String> redis(RedisServer server) {
        return Map.of("Redis", server.version(), "Jedis", here("jedis"));
    }

    /**
     * Those of the stand-in for SQS, and of its client.
     *
     * @return by their names
     */
    public static Map<String, String> sqs() {
        return Map.of("ElasticMQ", ofServer("elasticmq", "elasticmq-server_2.13"), "AWS SDK", here("sqs"));
    }

    /**
     * Those of DynamoDB Local, and of its client.
     *
     * @return by their names
     */
    public static Map<String, String> dynamo() {
        return Map.of("DynamoDB Local", ofServer("dynamodb", "DynamoDBLocal"), "AWS SDK", here("dynamodb"));
    }

    /**
     * That of a library on another class path.
     *
     * @param classPath of it
     * @param artifact such as {@code spark-core_2.13}
     * @return its version
     */
    public static String in(String classPath, String artifact) {
        String separator = Pattern.quote(File.separator);
        Matcher jar = Pattern.compile(separator + Pattern.quote(artifact) + "-(\\d[^" + separator + "]*)\\.jar")
                .matcher(classPath);
        return jar.find() ? jar.group(1) : "unknown";
    }
}
