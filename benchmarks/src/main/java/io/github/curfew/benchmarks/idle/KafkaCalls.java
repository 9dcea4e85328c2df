package io.github.curfew.benchmarks.idle;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Counts what Kafka's clients send, by their own account. A client makes one for itself. */
public final class KafkaCalls implements MetricsReporter {
    /** For Kafka's setting {@code metric.reporters}; beside the one that there is by default. */
    static final String REPORTERS = KafkaCalls.class.getName() + ",org.apache.kafka.common.metrics.JmxReporter";

    /** For Kafka. */
    public KafkaCalls() {}

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        // There is one of that name for each broker too.
        if (metric.metricName().name().equals("request-total")
                && !metric.metricName().group().contains("node")) {
            Calls.count(metric.metricName(), () -> ((Number) metric.metricValue()).doubleValue());
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        Calls.keep(metric.metricName());
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
