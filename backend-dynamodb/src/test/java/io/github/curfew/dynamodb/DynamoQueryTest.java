package io.github.curfew.dynamodb;

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
import io.github.curfew.servers.DynamoDbServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Real queries, in applications that know nothing of Curfew, stopped over a real server. */
class DynamoQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration WATCHED = Duration.ofSeconds(4);
    private static final double DOLLARS_WRITE = 0.625;

    private final DynamoDbServer server = DynamoDbServer.start();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final DynamoDbClient client = Dynamo.client(server.endpoint());
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

    private void startSpark(String... more) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("orders-job")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin");
        Dynamo.with(proxy.endpoint(), more).forEach((key, value) -> builder.config("spark.curfew." + key, value));
        spark = builder.getOrCreate();
    }

    private StreamingQuery query(String name) throws Exception {
        return SparkSession.active()
                .readStream()
                .format("rate")
                .option("rowsPerSecond", 20)
                .load()
                .writeStream()
                .queryName(name)
                .format("noop")
                .start();
    }

    private CurfewClient sender() {
        Map<String, String> flags = new TreeMap<>(Dynamo.with(server.endpoint()));
        flags.put("backends", "dynamodb");
        return CurfewClient.connect(
                Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(new DynamoProvider())));
    }

    private void put(String id, String who) {
        Dynamo.put(client, Dynamo.item("default", id, "stop", who));
    }

    /** The second from now on begins after now. */
    private static void awaitBatches(StreamingQuery query) {
        long now = query.lastProgress() == null ? 0 : query.lastProgress().batchId();
        await().atMost(LONG)
                .until(() ->
                        query.lastProgress() != null && query.lastProgress().batchId() >= now + 2);
    }

    private long looks() {
        return proxy.calls("Query").stream()
                .filter(call -> call.leadingKey().equals("default"))
                .count();
    }

    private List<FaultProxy.Call> beats() {
        return proxy.calls("PutItem").stream()
                .filter(call -> call.leadingKey().equals("default#reports"))
                .toList();
    }

    @Test
    void threeQueriesCostOneLookAndAreStoppedOneByOne() throws Exception {
        Dynamo.makeTable(server.endpoint());
        startSpark("dynamodb.poll-interval", "500ms", "roster.beat", "2s");
        StreamingQuery orders = query("orders");
        StreamingQuery payments = query("payments");
        StreamingQuery refunds = query("refunds");
        // All at once, for each makes one batch a second.
        await().atMost(LONG)
                .until(() -> Stream.of(orders, payments, refunds)
                        .allMatch(query -> query.lastProgress() != null
                                && query.lastProgress().batchId() >= 2));

        long before = looks();
        int beatsBefore = beats().size();
        long since = System.nanoTime();
        await().pollDelay(WATCHED).atMost(WATCHED.multipliedBy(2)).until(() -> true);
        double seconds = (System.nanoTime() - since) / 1e9;
        assertThat((double) (looks() - before))
                .as("one query for each interval, not for each stream")
                .isBetween(2.0, seconds / 0.5 + 2);
        List<FaultProxy.Call> beats = beats().subList(beatsBefore, beats().size());
        assertThat(beats).hasSizeBetween(1, (int) (seconds / 2) + 1);
        double each = beats.stream().mapToDouble(FaultProxy.Call::units).max().orElseThrow();
        Manual.says("2,880 write units", "%,.0f write units", 24 * 60 * each);
        Manual.says("$0.0018", "$%.4f", 24 * 60 * each * DOLLARS_WRITE / 1e6);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("curfew-dynamodb")))
                .containsExactly("curfew-dynamodb");

        try (CurfewClient sender = sender()) {
            assertThat(sender.roster()).hasSize(3);
            Signal stop = Signal.create("/test", Action.STOP, Selector.parse("orders"), Terms.DEFAULT, Instant.now());
            try (Tracking tracking = sender.track(stop)) {
                Progress progress = tracking.await(LONG);
                assertThat(progress.settled()).isTrue();
                assertThat(progress.runs())
                        .singleElement()
                        .satisfies(standing ->
                                assertThat(String.valueOf(standing.report())).contains(Outcome.STOPPED.name()));
            }
        }
        assertThat(orders.awaitTermination(LONG.toMillis())).isTrue();
        put("1", "payments");
        assertThat(payments.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(refunds.isActive()).isTrue();
        assertThat(orders.exception().isEmpty() && payments.exception().isEmpty())
                .isTrue();
    }

    @Test
    void aFlagThatWasThereBeforeIsNotObeyedUntilItIsPutAgain() throws Exception {
        Dynamo.makeTable(server.endpoint());
        put("deploy-42", "orders");
        try (LogLines log = new LogLines()) {
            startSpark("dynamodb.poll-interval", "200ms");
            StreamingQuery query = query("orders");
            awaitBatches(query);
            assertThat(log.text())
                    .contains(
                            "In the table curfew, namespace default there already lies \"deploy-42\": what starts from"
                                    + " now on does not obey it; to make it count, delete it");
            long seen = looks();
            Dynamo.delete(client, "default", "deploy-42");
            await().atMost(LONG).until(() -> looks() > seen + 2);
            assertThat(query.isActive()).isTrue();
            put("deploy-42", "orders");
            assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
            assertThat(query.exception().isEmpty()).isTrue();
        }
    }

    @Test
    void noOutageOrRefusalDisturbsAQueryAndNothingIsMissedOrStaleAfterwards() throws Exception {
        Dynamo.makeTable(server.endpoint());
        put("stale", "orders");
        server.process().kill();
        startSpark("dynamodb.poll-interval", "200ms");
        StreamingQuery query = query("orders");
        awaitBatches(query);
        server.process().start();
        String last = "the endpoint was down at the start";
        Map<String, Runnable> troubles = new TreeMap<>(Map.of(
                "1 reading is not allowed", () -> proxy.forbid("Query"),
                "2 writing is not allowed", () -> proxy.forbid("PutItem"),
                "3 throttled", () -> proxy.throttle("Query", Integer.MAX_VALUE),
                "4 the table is deleted", () -> client.deleteTable(delete -> delete.tableName(Dynamo.TABLE))));
        for (Map.Entry<String, Runnable> trouble : troubles.entrySet()) {
            awaitLook(last);
            last = trouble.getKey();
            trouble.getValue().run();
            awaitBatches(query);
            proxy.allow();
        }
        Dynamo.makeTable(server.endpoint());
        put("stale", "orders");
        awaitLook(last);
        awaitBatches(query);
        put("new", "orders");
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(query.exception().isEmpty()).isTrue();
        try (CurfewClient sender = sender()) {
            assertThat(sender.roster()).as("it said good-bye").isEmpty();
        }
    }

    /** A look that goes through. */
    private void awaitLook(String after) {
        int before = proxy.calls("Query").size();
        await(after)
                .atMost(LONG)
                .until(() -> proxy.calls("Query").stream().skip(before).anyMatch(call -> call.units() > 0));
    }
}
