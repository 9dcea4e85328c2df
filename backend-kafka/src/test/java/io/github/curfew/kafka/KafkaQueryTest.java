package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real queries, in applications that know nothing of Curfew, stopped over a real broker. */
class KafkaQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String namespace = Broker.newNamespace();
    private @Nullable SparkSession spark;

    @AfterEach
    void stop() {
        SparkSession running = spark;
        if (running != null) {
            running.stop();
        }
        Broker.SERVER.process().start();
    }

    private SparkSession spark() {
        SparkSession started = Application.start(namespace);
        spark = started;
        return started;
    }

    @Test
    void stopsByWordsThatSomebodyTyped() throws Exception {
        Broker.createTopics(namespace);
        AtomicLong rows = new AtomicLong();
        try (KafkaTransport observer = Broker.transport(namespace)) {
            Position reports = observer.end(Topic.REPORTS);
            StreamingQuery query = Application.counting(spark(), "orders", rows);
            await().atMost(LONG).until(() -> rows.get() > 0);
            Broker.produce(Broker.signals(namespace), null, "{garbage");
            Broker.produce(Broker.signals(namespace), null, "stop somebody-else");
            Broker.produce(Broker.signals(namespace), null, "stop orders");
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(Broker.outcomes(observer, reports, Outcome.STOPPED))
                    .containsExactly(Outcome.RECEIVED, Outcome.DRAINING, Outcome.STOPPED);
        }
    }

    @Test
    void staysOutOfTheWayWhileTheBrokerAndThenTheTopicsAreAbsent() throws Exception {
        Broker.SERVER.process().stop();
        AtomicLong rows = new AtomicLong();
        StreamingQuery query = Application.counting(spark(), "orders", rows);
        await().atMost(LONG).until(() -> rows.get() > 0);

        Broker.SERVER.process().start();
        long then = rows.get();
        await().atMost(LONG).until(() -> rows.get() > then);
        Broker.createTopics(namespace);
        // The run's hello is there, so that what comes now is later than its start.
        try (KafkaTransport observer = Broker.transport(namespace)) {
            await().atMost(LONG)
                    .until(() -> !Broker.everything(Broker.reports(namespace)).isEmpty());
            Position reports = observer.end(Topic.REPORTS);
            Broker.produce(Broker.signals(namespace), null, "stop orders");
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(Broker.outcomes(observer, reports, Outcome.STOPPED)).contains(Outcome.STOPPED);
        }
    }

    @Test
    void hearsWhatCameAfterTheBrokerWasDownAndAfterItsTopicWasMadeAgain() throws Exception {
        Broker.createTopics(namespace);
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        try (KafkaTransport observer = Broker.transport(namespace)) {
            Position reports = observer.end(Topic.REPORTS);
            SparkSession session = spark();
            StreamingQuery one = Application.counting(session, "one", first);
            StreamingQuery two = Application.counting(session, "two", second);
            awaitGrowth(first);
            awaitGrowth(second);

            Broker.SERVER.process().stop();
            awaitGrowth(first);
            Broker.SERVER.process().start();
            Broker.produce(Broker.signals(namespace), null, "stop one");
            assertThat(one.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(Broker.outcomes(observer, reports, Outcome.STOPPED)).contains(Outcome.STOPPED);

            reports = observer.end(Topic.REPORTS);
            Broker.deleteTopic(Broker.signals(namespace));
            awaitGrowth(second);
            Broker.createTopic(Broker.signals(namespace), 1, Broker.BROKER_TIME);
            Broker.produce(Broker.signals(namespace), null, "stop two");
            assertThat(two.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(Broker.outcomes(observer, reports, Outcome.STOPPED))
                    .as("once, and the first signal is not heard again")
                    .containsOnlyOnce(Outcome.STOPPED);
        }
    }

    @Test
    void endsInTimeWhenTheBrokerIsDead() throws Exception {
        Broker.createTopics(namespace);
        AtomicLong rows = new AtomicLong();
        SparkSession session = spark();
        StreamingQuery query = Application.counting(session, "orders", rows);
        awaitGrowth(rows);
        Broker.SERVER.process().freeze();
        try {
            long before = System.nanoTime();
            session.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("five seconds are for the last words")
                    .isLessThan(Duration.ofSeconds(12));
            // Its thread may end a moment after its context, and by an exception of Spark's that is no concern of ours.
            await().dontCatchUncaughtExceptions().atMost(LONG).until(() -> !isAlive("stream execution thread"));
            assertThat(query.isActive()).isFalse();
        } finally {
            Broker.SERVER.process().thaw();
        }
    }

    private static boolean isAlive(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().startsWith(thread));
    }

    private static void awaitGrowth(AtomicLong rows) {
        long then = rows.get();
        await().atMost(LONG).until(() -> rows.get() > then);
    }

    @Test
    void copiesFromKafkaToKafkaWithoutLossOverManyStops(@TempDir Path checkpoint) throws Exception {
        Broker.createTopics(namespace);
        String in = namespace + ".in";
        String out = namespace + ".out";
        Broker.createTopic(in, 2, Map.of());
        Broker.createTopic(out, 1, Map.of());
        int rounds = 4;
        int perRound = 3_000;
        SparkSession session = spark();
        for (int round = 0; round < rounds; round++) {
            StreamingQuery query = copy(session, in, out, checkpoint)
                    .trigger(Trigger.ProcessingTime(0))
                    .start();
            feed(in, round * perRound, perRound);
            await().atMost(LONG)
                    .until(() ->
                            query.lastProgress() != null && query.lastProgress().numInputRows() > 0);
            Broker.produce(Broker.signals(namespace), null, "stop copy");
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        }
        StreamingQuery rest = copy(session, in, out, checkpoint)
                .trigger(Trigger.AvailableNow())
                .start();
        assertThat(rest.awaitTermination(LONG.toMillis())).isTrue();
        List<String> wanted = IntStream.range(0, rounds * perRound)
                .mapToObj(Integer::toString)
                .toList();
        assertThat(Broker.everything(out)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private static DataStreamWriter<Row> copy(SparkSession session, String in, String out, Path checkpoint) {
        return session.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", Broker.SERVER.bootstrapServers())
                .option("subscribe", in)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", "400")
                .load()
                .selectExpr("value")
                .writeStream()
                .queryName("copy")
                .format("kafka")
                .option("kafka.bootstrap.servers", Broker.SERVER.bootstrapServers())
                .option("topic", out)
                .option("checkpointLocation", checkpoint.toString());
    }

    private static void feed(String topic, int first, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", Broker.SERVER.bootstrapServers(),
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class))) {
            for (int i = first; i < first + count; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, i % 2, null, Integer.toString(i)));
            }
        }
    }
}
