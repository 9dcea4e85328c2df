package io.github.curfew.examples.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Feed;
import io.github.curfew.spark.Curfew;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manual says of compaction: a stream that appends, stops, is compacted and goes on, with rows all the time. */
@Timeout(300)
class SmallFilesTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static SparkSession spark;
    private static Path shared;

    @TempDir
    Path home;

    private final ExecutorService application = Executors.newSingleThreadExecutor();
    private final AtomicInteger rounds = new AtomicInteger();
    private SmallFiles table;

    @BeforeAll
    static void startSpark(@TempDir Path home) {
        shared = home;
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("compaction")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config("spark.curfew.file.dir", shared.resolve("curfew").toString())
                .config("spark.curfew.file.poll-interval", "100ms")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void open() {
        table = new SmallFiles(spark, home.resolve("table").toString());
    }

    @AfterEach
    void end() throws Exception {
        application.shutdownNow();
        assertThat(application.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void inThreeRoundsNothingIsLostOrDoubled() throws Exception {
        compacts(3);
    }

    @Test
    @Tag("full")
    void inTwentyRoundsNothingIsLostOrDoubled() throws Exception {
        compacts(20);
    }

    private void compacts(int times) throws Exception {
        try (Feed feed = new Feed(home.resolve("incoming"), 5)) {
            Counted counted = new Counted();
            Future<Void> main = application.submit(() -> run(orders(), Duration.ofMillis(500), counted));
            feed.run(Duration.ofMillis(100));
            await().atMost(LONG).until(() -> main.isDone() || rounds.get() >= times);
            say("stop orders");
            main.get(120, TimeUnit.SECONDS);
            feed.pause();
            assertThat(rounds).hasValueGreaterThanOrEqualTo(times);
            // The next start goes on where that one stopped.
            orders().trigger(Trigger.AvailableNow()).start().awaitTermination();
            Account account = Account.of(feed.given(), rows());
            assertThat(account.isClean()).as("%s", account).isTrue();
            table.compact();
            assertThat(directories().stream().filter(name -> name.startsWith("upto-")))
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(Account.of(feed.given(), rows())).isEqualTo(account);
        }
    }

    private static Void run(DataStreamWriter<Row> orders, Duration interval, Counted table) throws Exception {
        // snippet: managed
        Curfew.manage(spark, "orders")
                .query(orders::start) // each time anew, on with its checkpoint
                .every(interval) // and whenever somebody says: restart orders
                .between(table::compact)
                .run(); // until somebody says: stop orders
        // end
        return null;
    }

    /** Counts the rounds in which there was something to compact. */
    private final class Counted {
        void compact() throws IOException {
            List<String> before = directories();
            table.compact();
            if (!before.containsAll(directories())) {
                rounds.incrementAndGet();
            }
        }
    }

    private DataStreamWriter<Row> orders() {
        VoidFunction2<Dataset<Row>, Long> sink = table::append;
        return spark.readStream()
                .option("maxFilesPerTrigger", 20L)
                .text(home.resolve("incoming").toString())
                .writeStream()
                .queryName("orders")
                .option("checkpointLocation", home.resolve("checkpoint").toString())
                .foreachBatch(sink);
    }

    private void say(String words) throws IOException {
        Path typed = Files.writeString(home.resolve("typed"), words + "\n");
        Files.move(typed, shared.resolve("curfew/default/signals/by-hand"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void theLastBatchMayBeWrittenAgain() throws Exception {
        for (int batch = 0; batch < 5; batch++) {
            append(batch);
        }
        table.compact();
        assertThat(directories()).contains("upto-3").doesNotContain("upto-4");
        append(4);
        assertThat(rows()).containsExactlyInAnyOrder("row-0", "row-1", "row-2", "row-3", "row-4");
        append(5);
        append(6);
        table.compact();
        assertThat(directories()).containsExactlyInAnyOrder("upto-3", "batch-4", "batch-5", "upto-5", "batch-6");
        assertThat(rows()).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void aCompactionThatDiedCanBeDoneAgain() throws Exception {
        for (int batch = 0; batch < 4; batch++) {
            append(batch);
        }
        Path directory = home.resolve("table");
        // Before the rename: nothing of it counts.
        spark.read().parquet(directory.resolve("batch-0").toString()).write().parquet(directory + "/_merging");
        assertThat(rows()).hasSize(4).doesNotHaveDuplicates();
        // After the rename, before the small files are gone.
        spark.read()
                .parquet(directory + "/batch-0", directory + "/batch-1")
                .write()
                .parquet(directory + "/upto-1");
        assertThat(rows()).hasSize(4).doesNotHaveDuplicates();
        table.compact();
        assertThat(directories()).containsExactlyInAnyOrder("upto-1", "batch-2", "upto-2", "batch-3");
        assertThat(rows()).hasSize(4).doesNotHaveDuplicates();
    }

    private void append(long batch) {
        table.append(
                spark.createDataset(List.of("row-" + batch), Encoders.STRING()).toDF("value"), batch);
    }

    private List<String> rows() throws IOException {
        return table.read().collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("table"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
