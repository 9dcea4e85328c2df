package io.github.curfew.benchmarks.takeover;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.benchmarks.server.Servers;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * By what the versions of an application hear of each other.
 *
 * @param settings of the backend
 * @param versions of the server and its client, if there is one
 * @param end ends the server, if there is one
 */
record Broker(Map<String, String> settings, Map<String, String> versions, Runnable end) implements AutoCloseable {
    static Broker start(String backend, Path home) {
        return switch (backend) {
            case "kafka" -> {
                KafkaServer kafka = KafkaServer.start();
                Map<String, String> settings = new HashMap<>(Servers.settings(kafka));
                settings.put("backends", "kafka");
                yield new Broker(settings, Versions.kafka(), kafka::close);
            }
            case "redis" -> {
                RedisServer redis = RedisServer.start();
                yield new Broker(
                        Map.of("backends", "redis", "redis.url", redis.url()), Versions.redis(redis), redis::close);
            }
            default ->
                new Broker(
                        Map.of(
                                "backends",
                                "file",
                                "file.dir",
                                home.resolve("curfew").toString(),
                                "file.poll-interval",
                                "100ms"),
                        Map.of(),
                        () -> {});
        };
    }

    /** The settings for one chain. */
    Map<String, String> settings(String namespace) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("namespace", namespace);
        return all;
    }

    @Override
    public void close() {
        end.run();
    }
}
