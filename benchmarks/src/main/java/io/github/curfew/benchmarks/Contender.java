package io.github.curfew.benchmarks;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Checkpoint;
import io.github.curfew.examples.account.Feed;
import io.github.curfew.examples.orders.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** One way to stop, with a query of its own, and what it took. */
final class Contender implements AutoCloseable {
    private static final int ROWS_A_FILE = 20;
    private static final int FILES_A_CYCLE = 4;
    private static final Duration PER_ROW = Duration.ofMillis(12);
    private static final long LONGEST_STOP = Duration.ofMinutes(1).toMillis();

    private final String title;
    private final SparkSession spark;
    private final Path home;
    private final Stop stop;
    private final Feed feed;
    private final Orders orders;
    private final Random random = new Random();
    private final List<Duration> stopped = new ArrayList<>();
    private final List<Duration> beyond = new ArrayList<>();

    /** A way to stop. */
    interface Stop {
        /** Asks for it, and may return before the query has ended. */
        void stop(StreamingQuery query) throws Exception;
    }

    Contender(String title, SparkSession spark, Path home, Stop stop) throws IOException {
        this.title = title;
        this.spark = spark;
        this.home = home;
        this.stop = stop;
        this.feed = new Feed(home.resolve("incoming"), ROWS_A_FILE);
        this.orders = new Orders(home, 1, PER_ROW);
        Files.createFile(home.resolve("written"));
    }

    String title() {
        return title;
    }

    /** From each signal to the query's end. */
    List<Duration> stopped() {
        return List.copyOf(stopped);
    }

    /** What was left of that when the last batch had been committed. */
    List<Duration> beyond() {
        return List.copyOf(beyond);
    }

    /** Starts the query and stops it at a moment that nobody chose. */
    void cycle() throws Exception {
        for (int file = 0; file < FILES_A_CYCLE; file++) {
            feed.give();
        }
        long before = Files.size(home.resolve("written"));
        StreamingQuery query = orders.start(spark);
        while (query.isActive() && Files.size(home.resolve("written")) == before) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
        Instant signal = Instant.now();
        stop.stop(query);
        if (!query.awaitTermination(LONGEST_STOP)) {
            throw new IllegalStateException(title + " had not stopped its query after a minute");
        }
        Instant end = Instant.now();
        stopped.add(Duration.between(signal, end));
        Instant commit = new Checkpoint(home.resolve("checkpoint")).lastCommit();
        beyond.add(Duration.between(commit.isAfter(signal) ? commit : signal, end));
    }

    /** Works off what is left, and counts. */
    Account account() throws Exception {
        orders.catchUp(spark).awaitTermination();
        return Account.of(feed.given(), Files.readAllLines(home.resolve("written")));
    }

    @Override
    public void close() {
        feed.close();
    }
}
