package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A driver's engine on a queue: what it makes of signals that it was not meant by, and what its waiting costs. */
class SqsDriverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofSeconds(5);

    private final ElasticMqServer server = Sqs.shared();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final SqsClient client = Sqs.client(server.endpoint());
    private final String namespace = Sqs.namespace();
    private @Nullable Engine engine;

    @AfterEach
    void close() {
        Engine running = engine;
        if (running != null) {
            running.close("the test is over");
        }
        proxy.close();
        client.close();
    }

    private Engine start(Map<String, String> settings) {
        Transport transport = Sqs.driver(namespace, settings);
        Engine started = Engine.start(
                new EngineSettings(
                        namespace, Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
                new DriverInfo("driver-1", "app-1", "shop", "here", "0", "none", Instant.now()),
                Map.of("sqs", transport));
        engine = started;
        await().atMost(LONG).until(() -> started.health().get(0).state() == BackendHealth.State.LISTENING);
        return started;
    }

    @Test
    void whatIsMeantForOthersInAGivenQueueIsDroppedAndCounted() {
        String url = client.createQueue(request -> request.queueName(namespace + "-orders"))
                .queueUrl();
        Engine driver = start(Sqs.with(server.endpoint(), "sqs.queue-url", url));
        Orders orders = new Orders();
        driver.starting(orders);
        // The queue is not the driver's own: for a second or two it cannot be told what came before the run.
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        client.sendMessage(request -> request.queueUrl(url).messageBody("stop payments"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(driver.counters().get("signals.rejected.misdirected"))
                        .isOne());
        assertThat(orders.hasEnded()).isFalse();
        String notification = """
                {"Type":"Notification","MessageId":"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                 "TopicArn":"arn:aws:sns:us-west-2:123456789012:curfew","Message":"stop orders",
                 "Timestamp":"2012-05-02T00:54:06.655Z","SignatureVersion":"1"}""";
        client.sendMessage(request -> request.queueUrl(url).messageBody(notification));
        await().atMost(LONG).until(orders::hasEnded);
        // Nobody asked for reports, and there is no queue for all: they are in the log, and counted.
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(driver.counters().get("reports.unaddressed")).isPositive());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(client.getQueueAttributes(
                                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                                .attributes())
                        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }

    @Test
    void itsWaitingIsOneLongPollAtATime() {
        start(Sqs.with(proxy.endpoint()));
        await().atMost(LONG).until(() -> proxy.body("ReceiveMessage").contains("\"WaitTimeSeconds\":20"));
        int polls = proxy.calls("ReceiveMessage");
        int calls = proxy.calls();
        await().pollDelay(WATCHED).atMost(LONG).until(() -> true);
        assertThat(proxy.calls("ReceiveMessage")).isEqualTo(polls);
        assertThat(proxy.calls()).isEqualTo(calls);
    }

    private static final class Orders implements Run {
        private final RunInfo info =
                new RunInfo("run-1", Instant.now(), Labels.of(Map.of(Labels.QUERY_NAME, "orders")));
        private volatile boolean ended;

        @Override
        public RunInfo info() {
            return info;
        }

        @Override
        public @Nullable Long lastBatch() {
            return 1L;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {
            ended = true;
        }

        @Override
        public void cut() {
            ended = true;
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public Ending ending() {
            return new Ending(Ending.Proof.COMMITTED, 1L, "");
        }
    }
}
