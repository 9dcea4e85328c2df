package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Real queries, in applications that know nothing of Curfew, stopped over a real server. */
class SqsQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ElasticMqServer server = ElasticMqServer.start();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final SqsClient client = Sqs.client(server.endpoint());
    private final String namespace = Sqs.namespace();
    private @Nullable SparkSession spark;

    @AfterEach
    void stop() {
        SparkSession running = spark;
        if (running != null) {
            running.stop();
        }
        proxy.close();
        client.close();
        server.close();
    }

    private StreamingQuery query(Map<String, String> settings) throws Exception {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("orders-job")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.namespace", namespace);
        settings.forEach((key, value) -> builder.config("spark.curfew." + key, value));
        SparkSession started = builder.getOrCreate();
        spark = started;
        return started.readStream()
                .format("rate")
                .option("rowsPerSecond", 20)
                .load()
                .writeStream()
                .queryName("orders")
                .format("noop")
                .start();
    }

    private CurfewClient sender(Map<String, String> settings) {
        Map<String, String> flags = new TreeMap<>(settings);
        flags.put("namespace", namespace);
        flags.put("backends", "sqs");
        return CurfewClient.connect(Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(new SqsProvider())));
    }

    private static Signal stop(String who) {
        return Signal.create("/test", Action.STOP, Selector.parse(who), Terms.DEFAULT, Instant.now());
    }

    private static void awaitBatches(StreamingQuery query) {
        await().atMost(LONG)
                .until(() ->
                        query.lastProgress() != null && query.lastProgress().batchId() >= 3);
    }

    @Test
    void aSenderStopsAndIsAnsweredThoughEveryMessageComesTwiceAndInAnotherOrder() throws Exception {
        proxy.bringTwice();
        StreamingQuery query = query(Sqs.with(proxy.endpoint()));
        awaitBatches(query);
        try (CurfewClient sender = sender(Sqs.with(proxy.endpoint()))) {
            assertThat(sender.roster())
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.status().run().displayName()).isEqualTo("orders"));
            assertThat(sender.silent()).isEmpty();
            assertThat(sender.needsOfReports()).hasSize(1);
            try (Tracking tracking = sender.track(stop("orders"))) {
                assertThat(tracking.publication().warnings()).isEmpty();
                Progress progress = tracking.await(LONG);
                assertThat(progress.settled()).isTrue();
                assertThat(progress.runs()).singleElement().satisfies(standing -> {
                    assertThat(standing.report()).isNotNull();
                    assertThat(String.valueOf(standing.report())).contains(Outcome.STOPPED.name());
                });
            }
        }
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(query.exception().isEmpty()).isTrue();
        SparkSession running = spark;
        if (running != null) {
            running.stop();
        }
        assertThat(Sqs.queues(client, "curfew-" + namespace)).isEmpty();
    }

    @Test
    void aQueryIsUndisturbedWhileTheEndpointIsDownAndStoppedByHandAfterwards() throws Exception {
        String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                .queueUrl();
        String all = client.createQueue(request -> request.queueName(namespace + "-all"))
                .queueUrl();
        server.process().stop();
        StreamingQuery query = query(Sqs.with(server.endpoint(), "sqs.queue-url", url, "sqs.reports-queue-url", all));
        awaitBatches(query);
        server.process().start();
        try (Transport observer = Sqs.sender(namespace, Sqs.with(server.endpoint(), "sqs.reports-queue-url", all))) {
            Reader reports = observer.read(Topic.REPORTS, observer.past(Topic.REPORTS, Duration.ofHours(1)));
            Sqs.await(reports, found -> Sqs.texts(found).stream().anyMatch(text -> text.contains("\"hello\"")));
            server.process().stop();
            long batch = query.lastProgress().batchId();
            await().atMost(LONG).until(() -> query.lastProgress().batchId() > batch + 1);
            server.process().start();
            client.sendMessage(request -> request.queueUrl(url).messageBody("{garbage"));
            client.sendMessage(request -> request.queueUrl(url).messageBody("stop somebody-else"));
            client.sendMessage(request -> request.queueUrl(url).messageBody("stop orders"));
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            List<Delivery> told = Sqs.await(
                    observer.read(Topic.REPORTS, observer.past(Topic.REPORTS, Duration.ofHours(1))),
                    found -> Sqs.texts(found).stream().anyMatch(text -> text.contains("\"report\":\"stopped\"")));
            assertThat(Sqs.texts(told)).anyMatch(text -> text.contains("\"report\":\"received\""));
        }
    }
}
