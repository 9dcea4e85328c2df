package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend.Outage;
import io.github.curfew.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;

/** Real queries of one application, which began while the server was down, over all that befalls a server. */
@Timeout(180)
class RedisQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final String NAMESPACE = "shop";

    private static final Outage NO_OUTAGE = new Outage() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    private static @Nullable RedisServer started;
    private static @Nullable SparkSession running;

    private final String name = "orders-" + UUID.randomUUID();
    private final Application application = new Application();
    private @Nullable StreamingQuery last;

    @TempDir
    private Path checkpoint;

    @BeforeAll
    static void startWhileTheServerIsDown() throws Exception {
        RedisServer server = RedisServer.start();
        started = server;
        server.process().kill();
        running = Application.session(NAMESPACE, server.url());
    }

    @AfterAll
    static void endInTimeWhileTheServerIsFrozen() {
        server().process().freeze();
        try {
            long before = System.nanoTime();
            spark().stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("five seconds are for the last words")
                    .isLessThan(Duration.ofSeconds(12));
        } finally {
            server().process().thaw();
            server().close();
        }
    }

    @BeforeEach
    void startQuery() throws Exception {
        last = start();
        awaitGrowth();
        if (!server().process().isRunning()) {
            server().process().start();
            awaitGrowth();
        }
        awaitHello();
    }

    @AfterEach
    void stopQuery() throws Exception {
        StreamingQuery query = last;
        if (query != null) {
            query.stop();
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackWithItsData() throws Exception {
        assertThat(server().command("SAVE")).isEqualTo("+OK");
        server().process().kill();
        awaitGrowth();
        server().process().start();
        typeStop("XADD curfew:shop:signals * m");
        awaitStop(SECONDS);

        // The stop is still in the stream, and of no concern to the next run.
        last = start();
        awaitGrowth();
        awaitHello();
        awaitGrowth();
        typeStop("XADD curfew:shop:signals * m");
        awaitStop(SECONDS);
    }

    @Test
    void aServerThatIsKilledAndComesBackWithoutItsData() throws Exception {
        server().command("FLUSHALL");
        assertThat(server().command("SAVE")).isEqualTo("+OK");
        server().process().kill();
        awaitGrowth();
        server().process().start();
        typeStop("XADD curfew:shop:signals * m");
        awaitStop(SECONDS);
    }

    @Test
    void connectionsThatAreKilled() throws Exception {
        server().command("CLIENT KILL TYPE pubsub");
        server().command("CLIENT KILL TYPE normal");
        typeStop("XADD curfew:shop:signals * m");
        awaitStop(SECONDS);
    }

    @Test
    void aServerWithoutMemoryStillStopsByWordsOnItsChannel() throws Exception {
        server().command("CONFIG SET maxmemory 1");
        try {
            typeStop("PUBLISH curfew:shop:signals");
            assertThat(query().awaitTermination(SECONDS.toMillis())).isTrue();
        } finally {
            server().command("CONFIG SET maxmemory 0");
        }
        awaitStop(SECONDS);
    }

    private static RedisServer server() {
        return Objects.requireNonNull(started);
    }

    private static SparkSession spark() {
        return Objects.requireNonNull(running);
    }

    private StreamingQuery query() {
        return Objects.requireNonNull(last);
    }

    private StreamingQuery start() throws Exception {
        return application.start(spark(), name, checkpoint);
    }

    private void awaitGrowth() {
        int then = application.rows().size();
        await().atMost(LONG).until(() -> application.rows().size() > then);
        assertThat(query().exception().isEmpty()).isTrue();
    }

    /** Before the run's hello, a signal would be older than the run. */
    private void awaitHello() {
        String run = query().runId().toString();
        await().atMost(SECONDS)
                .until(() -> reports().stream()
                        .anyMatch(report -> report instanceof Report.OfRoster roster
                                && roster.kind() == Report.OfRoster.Kind.HELLO
                                && roster.runs().stream()
                                        .anyMatch(one -> one.run().id().equals(run))));
    }

    private void typeStop(String command) {
        assertThat(server().command(command + " \"stop " + name + "\"")).doesNotStartWith("-");
    }

    /** Nothing was cut or read twice: the numbers are there without a gap, each once. */
    private void awaitStop(Duration within) throws Exception {
        StreamingQuery query = query();
        assertThat(query.awaitTermination(within.toMillis())).isTrue();
        String run = query.runId().toString();
        await().atMost(SECONDS)
                .untilAsserted(() -> assertThat(reports())
                        .filteredOn(report -> report instanceof Report.OfSignal said
                                && said.run().id().equals(run)
                                && said.outcome() == Outcome.STOPPED)
                        .hasSize(1));
        List<Long> rows = application.rows();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, rows.size()).boxed().toList());
    }

    private static List<Report> reports() {
        return new OnRedis(new HostAndPort("127.0.0.1", server().port()), NO_OUTAGE)
                .stored(NAMESPACE, Topic.REPORTS).stream()
                        .map(Codec::decodeReport)
                        .toList();
    }
}
