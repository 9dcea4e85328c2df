package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;

/** What a driver costs to which nobody says anything. */
class KafkaIdleTest {
    private static final Duration WATCHED = Duration.ofSeconds(12);

    /** Kafka's clients tell it how many requests they have sent. */
    public static final class Requests implements MetricsReporter {
        private static final Map<Object, KafkaMetric> SENT = new ConcurrentHashMap<>();

        static double sent() {
            return SENT.values().stream()
                    .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                    .sum();
        }

        static long clients() {
            return SENT.values().stream()
                    .map(metric -> metric.metricName().tags().get("client-id"))
                    .filter(id -> id != null && id.contains("-reader-"))
                    .distinct()
                    .count();
        }

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            if (metric.metricName().name().equals("request-total")
                    && !metric.metricName().group().contains("node")) {
                SENT.put(metric.metricName(), metric);
            }
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            SENT.remove(metric.metricName());
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @Test
    void hasOneThreadOfOursAndOneConsumerThatWaits() {
        String namespace = Broker.newNamespace();
        Broker.createTopics(namespace);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        KafkaTransport transport = new KafkaTransport(
                Broker.settings(namespace, Map.of("kafka.client.metric.reporters", Requests.class.getName())));
        Engine engine = Engine.start(
                new EngineSettings(
                        namespace, Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
                new DriverInfo("driver-1", "app-1", "shop", "here", "0", "none", Instant.now()),
                Map.of("kafka", transport));
        try {
            await().until(() -> engine.health().get(0).state() == BackendHealth.State.LISTENING);
            await().untilAsserted(() -> assertThat(newThreads(before))
                    .as("ours, and those of Kafka's admin and of its producer")
                    .filteredOn(name -> name.startsWith("curfew"))
                    .containsExactly("curfew-kafka"));
            assertThat(newThreads(before))
                    .filteredOn(name -> !name.startsWith("curfew-kafka"))
                    .allMatch(name -> name.startsWith("kafka-admin-client-thread | curfew-")
                            || name.startsWith("kafka-producer-network-thread | curfew-"))
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(Requests.clients()).isOne();

            double then = Requests.sent();
            long since = System.nanoTime();
            await().pollDelay(WATCHED).atMost(WATCHED.multipliedBy(2)).until(() -> true);
            double seconds = (System.nanoTime() - since) / 1e9;
            double sent = Requests.sent() - then;
            assertThat(sent)
                    .as("one long poll and one look at the topic in five seconds")
                    .isBetween(2.0, 2 * (seconds / 5 + 1) + 2);
        } finally {
            engine.close("the test is over");
        }
        await().untilAsserted(() -> assertThat(newThreads(before)).isEmpty());
    }

    private static List<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("curfew") || name.contains("kafka"))
                .sorted()
                .collect(Collectors.toList());
    }
}
