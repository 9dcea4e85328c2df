package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Checkpoint;
import io.github.curfew.examples.account.Feed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** One way to stop, on one Spark and by one trigger, with a query of its own, and what it took. */
final class Contender implements AutoCloseable {
    /** So many that a query does not run out of rows before it is stopped, also by whoever polls for ten seconds. */
    private static final int FILES_AHEAD = 60;

    private final Way way;
    private final Rhythm rhythm;
    private final Path written;
    private final Checkpoint checkpoint;
    private final Feed feed;
    private final Samples stopped = new Samples();
    private final Samples beyond = new Samples();
    private int cut;
    private int gaveUp;
    private int cutAfterMoment;

    /**
     * @param home the application's directory
     */
    Contender(Way way, Rhythm rhythm, Path home) throws IOException {
        this.way = way;
        this.rhythm = rhythm;
        String name = Driver.name(way, rhythm);
        feed = new Feed(home.resolve(name).resolve("incoming"), Driver.ROWS_A_FILE);
        written = Files.createFile(home.resolve(name).resolve("written"));
        checkpoint = new Checkpoint(home.resolve("checkpoints").resolve(name));
    }

    Way way() {
        return way;
    }

    Rhythm rhythm() {
        return rhythm;
    }

    /** An order for it, with words that follow. */
    String order(String verb) {
        return verb + " " + way + " " + rhythm;
    }

    /** Gives it rows for a cycle. */
    void feed() throws IOException {
        long done = account().out() - account().duplicated();
        while (feed.given().size() - done < (long) FILES_AHEAD * Driver.ROWS_A_FILE) {
            feed.give();
        }
    }

    /** Takes what a cycle came to. */
    void add(Stopped one) throws IOException {
        stopped.add(Duration.between(one.signal(), one.end()));
        Instant commit = checkpoint.lastCommit();
        beyond.add(Duration.between(commit.isAfter(one.signal()) ? commit : one.signal(), one.end()));
        boolean isCut = checkpoint.hasOpenBatch();
        cut += isCut ? 1 : 0;
        gaveUp += one.gaveUp() ? 1 : 0;
        cutAfterMoment += isCut && !one.gaveUp() ? 1 : 0;
    }

    /** From each signal to the query's end. */
    Samples stopped() {
        return stopped;
    }

    /** What was left of that when the last batch had been committed. */
    Samples beyond() {
        return beyond;
    }

    /** How many stops left a batch that was begun and not committed. */
    int cut() {
        return cut;
    }

    /** How many were stopped without the moment that was waited for. */
    int gaveUp() {
        return gaveUp;
    }

    /** How many of the others cut a batch all the same: one had begun between the moment and the stop. */
    int cutAfterMoment() {
        return cutAfterMoment;
    }

    Account account() throws IOException {
        return Account.of(
                feed.given(),
                Files.readString(written, StandardCharsets.UTF_8).lines().toList());
    }

    @Override
    public void close() {
        feed.close();
    }
}
