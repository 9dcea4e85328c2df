package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever floods a driver's door floods no query. */
@Timeout(300)
class HttpFloodTest {
    private static final int ROWS = 8;
    /** As the manual of http says. */
    private static final int MOST_CONNECTIONS = 64;
    /** Shorter than the time for which the door would bear with one that says nothing. */
    private static final Duration A_BREATH = Duration.ofSeconds(5);

    /** The door's own, and the engine's while something is going on. */
    private static final int MOST_THREADS = 1 + 8;

    private static final String ESTABLISHED = "01";

    @TempDir
    Path home;

    private static StreamingQuery start(Ledger ledger, SparkSession session, Trigger trigger, Duration perRow)
            throws Exception {
        return ledger.stream(session)
                .writeStream()
                .queryName("flooded")
                .trigger(trigger)
                .foreachBatch(ledger.sink(perRow))
                .start();
    }

    @Test
    @Tag("full")
    void aQueryGoesOnUnderAFloodAndIsStoppedBetweenBatches() throws Exception {
        goesOn(40, 1, 10);
    }

    /** Still twice as many as are let in; counted again soon, as who came together is sent away together. */
    @Test
    void aQueryGoesOnUnderASmallFlood() throws Exception {
        goesOn(5, 10, 2);
    }

    private void goesOn(int batches, int oneOf, int between) throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "/proc counts connections");
        Ledger ledger = new Ledger(home);
        SparkSession session = LocalSpark.session(home.resolve("checkpoints"));
        session.streams().addListener(new QueryListener());
        SparkDriver driver = HttpStopTest.begin(
                HttpStopTest.settings(Map.of("backends", "http", "http.port", "0")), "driver-flooded");
        StreamingQuery query = start(ledger, session, Trigger.ProcessingTime(0), Duration.ofMillis(10));
        int port = HttpStopTest.port(driver);
        try (Flood flood = new Flood(port, oneOf)) {
            for (int batch = 1; batch <= batches; batch++) {
                long cutOff = flood.cutOff();
                ledger.feed(1, ROWS);
                int rows = batch * ROWS;
                // The flood goes on as the batch does.
                await().atMost(Duration.ofSeconds(60)).until(() -> ledger.written() == rows && flood.cutOff() > cutOff);
                if (batch % between == 0) {
                    // The system's table cannot be read while a thousand come and go.
                    flood.holdsItsBreath(() -> await().atMost(A_BREATH)
                            .until(() -> connections(port), count -> count > 0 && count <= MOST_CONNECTIONS));
                }
                assertThat(threads("curfew-http")).isEqualTo(1);
                assertThat(threads("curfew")).isLessThanOrEqualTo(MOST_THREADS);
            }
            assertThat(Arrays.stream(Flood.Kind.values()))
                    .allSatisfy(kind -> assertThat(flood.cutOff(kind)).isPositive());
            ledger.feed(4, ROWS);
            await().atMost(Duration.ofSeconds(60)).until(() -> ledger.written() > batches * ROWS);
            assertThat(stop(port, query)).contains("\"report\":\"stopped\"").contains("query.id=" + query.id());
            assertThat(query.awaitTermination(60_000)).isTrue();
            System.out.println("a flood over " + batches + " batches: " + flood);
        } finally {
            query.stop();
            driver.end("the test is over");
        }
        // Whole batches, and the rest where it was left.
        assertThat(ledger.written() % ROWS).isZero();
        start(ledger, session, Trigger.AvailableNow(), Duration.ZERO).awaitTermination();
        Account account = ledger.account();
        assertThat(account).isEqualTo(new Account(account.in(), account.in(), 0, 0));
    }

    /** Whoever is pushed out by the crowd comes again with the same signal, and is told what became of it. */
    private static String stop(int port, StreamingQuery query) {
        Signal signal = Signal.create(
                "/tests", Action.STOP, Selector.parse("query.id=" + query.id()), Terms.DEFAULT, Instant.now());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/signals?wait=60s"))
                .timeout(Duration.ofSeconds(70))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Codec.encode(signal).bytes()))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> response = await().atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> client.send(request, HttpResponse.BodyHandlers.ofString()),
                        answer -> answer.statusCode() == 200);
        return response.body();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /** Those that the door has let in: the system's queue before it has no owner yet. */
    private static long connections(int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        long count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            Path path = Path.of(table);
            if (!Files.isReadable(path)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(path)) {
                count += lines.map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length > 9
                                && columns[1].endsWith(local)
                                && columns[3].equals(ESTABLISHED)
                                && !columns[9].equals("0"))
                        .count();
            }
        }
        return count;
    }
}
