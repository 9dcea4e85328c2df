package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real query on a broker that takes a right away and gives it back, and meanwhile forgets what was not read. */
class AccessQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String namespace = Broker.newNamespace();

    @Test
    void isToldWhatItMissedAndHearsWhatComesNext(@TempDir Path folder) throws Exception {
        String signals = Broker.signals(namespace);
        try (SecureBroker broker = new SecureBroker(folder);
                KafkaTransport observer = new KafkaTransport(KafkaSettings.of(new BackendConfig(
                        namespace,
                        Role.SENDER,
                        "observer",
                        Map.of("kafka.bootstrap.servers", broker.plainAddress()))))) {
            broker.createTopic(signals);
            broker.createTopic(Broker.reports(namespace));
            // These two, as the README says, and no other.
            broker.grant(signals, AclOperation.READ);
            broker.grant(Broker.reports(namespace), AclOperation.WRITE);
            Map<String, String> settings = broker.settings("alice", "alice-secret");
            try (SparkSession spark = Application.start(namespace, settings);
                    Listening reports = new Listening(observer, Topic.REPORTS, observer.end(Topic.REPORTS))) {
                AtomicLong rows = new AtomicLong();
                StreamingQuery query = Application.counting(spark, "orders", rows);
                reports.until(() -> health(reports).anyMatch(health -> health.state() == State.LISTENING));

                broker.withdraw(signals, AclOperation.READ);
                reports.until(() -> health(reports)
                        .anyMatch(health -> health.state() == State.DEGRADED
                                && health.cause().startsWith("User:alice lacks the right to ")));
                Broker.produce(broker.plainAddress(), signals, List.of("stop orders", "stop orders"));
                Broker.done(broker.admin()
                        .deleteRecords(Map.of(new TopicPartition(signals, 0), RecordsToDelete.beforeOffset(2)))
                        .all());
                broker.grant(signals, AclOperation.READ);
                // The driver's answer has what it knows of its link.
                Broker.produce(broker.plainAddress(), signals, List.of("ping *"));
                reports.until(() -> health(reports)
                        .anyMatch(health -> health.state() == State.LISTENING
                                && health.cause().contains("no longer has messages that were not read yet")));

                assertThat(query.isActive()).isTrue();
                long then = rows.get();
                await().atMost(LONG).until(() -> rows.get() > then);
                Broker.produce(broker.plainAddress(), signals, List.of("stop orders"));
                assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
                assertThat(Broker.outcomes(observer, reports.from(), Outcome.STOPPED))
                        .contains(Outcome.STOPPED);
            }
        }
    }

    /** What the driver has said of its link. */
    private static Stream<BackendHealth> health(Listening reports) {
        return reports.deliveries.stream()
                .map(delivery -> Codec.decodeReport(delivery.body()))
                .flatMap(report -> report instanceof Report.OfRoster roster ? roster.backends().stream() : Stream.of());
    }
}
