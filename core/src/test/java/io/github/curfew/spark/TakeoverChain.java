package io.github.curfew.spark;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Versions of {@link TakeoverApplication}, each of which takes over from the one before while rows keep coming. */
final class TakeoverChain implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MOST_WAITING = 60;

    private final Path home;
    private final String how;
    private final UnaryOperator<ChildJvm.Launch> transport;
    private final List<String> given = new ArrayList<>();
    private final List<ChildJvm> versions = new ArrayList<>();
    private final ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor();

    /** A row as the sink wrote it. */
    record Written(String version, long batch, String row) {
        static Written of(String line) {
            String[] words = line.split(" ", 3);
            return new Written(words[0], Long.parseLong(words[1]), words[2]);
        }
    }

    TakeoverChain(Path home, String how, UnaryOperator<ChildJvm.Launch> transport) throws IOException {
        this.home = home;
        this.how = how;
        this.transport = transport;
        Files.createDirectories(home.resolve("input"));
    }

    /** Lets rows come, until the chain is at rest. */
    void load(Duration pause) {
        var unused = feeder.scheduleWithFixedDelay(this::feed, 0, pause.toMillis(), MILLISECONDS);
    }

    /** Lets three rows come, unless so many wait that a slow machine would never work them off. */
    synchronized void feed() {
        if (given.size() - processed() > MOST_WAITING) {
            return;
        }
        try {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 3; row++) {
                rows.add("row-" + (given.size() + row));
            }
            Path whole = Files.write(home.resolve("part-" + given.size()), rows);
            Files.move(whole, home.resolve("input").resolve(whole.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            given.addAll(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the next version. */
    ChildJvm next(String... settings) throws IOException {
        return nextThat(how, settings);
    }

    /** Starts the next version, which runs in another way. */
    ChildJvm nextThat(String runs, String... settings) throws IOException {
        ChildJvm.Launch launch = transport
                .apply(ChildJvm.of(TakeoverApplication.class).withLocalSpark())
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("spark.curfew.takeover", true);
        for (int at = 0; at < settings.length; at += 2) {
            launch.with(settings[at], settings[at + 1]);
        }
        ChildJvm version = launch.start(home, home, "v" + versions.size(), runs);
        versions.add(version);
        return version;
    }

    /** Waits until the newest version has written a row. */
    void awaitRows() {
        String newest = "v" + (versions.size() - 1);
        ChildJvm version = versions.get(versions.size() - 1);
        try {
            await().atMost(LONG)
                    .failFast("it has ended", () -> !version.isAlive())
                    .until(() -> written("copy").stream()
                            .anyMatch(row -> row.version().equals(newest)));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(newest + " has written no row; it said:\n" + version.output(), e);
        }
    }

    /** Waits until a version before the newest has ended by itself. */
    void awaitEnd(int version) throws InterruptedException {
        assertThat(versions.get(version).awaitExit(LONG))
                .as(() -> versions.get(version).output())
                .isZero();
    }

    List<ChildJvm> versions() {
        return versions;
    }

    List<Written> written(String query) {
        Path output = home.resolve(query + ".txt");
        try {
            return Files.exists(output)
                    ? Files.readAllLines(output).stream()
                            .filter(line -> line.split(" ", 3).length == 3)
                            .map(Written::of)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No rows come any more, and all are written. */
    void rest() throws InterruptedException {
        feeder.shutdown();
        assertThat(feeder.awaitTermination(10, SECONDS)).isTrue();
        await().atMost(LONG)
                .until(() ->
                        written("copy").stream().map(Written::row).distinct().count() == given.size());
        if (how.equals("all")) {
            await().atMost(LONG).untilAsserted(() -> assertThat(counts()).isEqualTo(expectedCounts()));
        }
    }

    /** By the slower query. */
    private long processed() {
        long copied = written("copy").size();
        long counted = counts().values().stream().mapToLong(Long::longValue).sum();
        return how.equals("all") ? Math.min(copied, counted) : copied;
    }

    private Map<String, Long> expectedCounts() {
        Map<String, Long> counts = new TreeMap<>();
        given.forEach(row -> counts.merge(row.substring(row.length() - 1), 1L, Long::sum));
        return counts;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Written row : written("count")) {
            String[] words = row.row().split(" ", 2);
            counts.put(words[0], Long.valueOf(words[1]));
        }
        return counts;
    }

    /** Every row once, and no batch by two versions. */
    void check() {
        Account account =
                Account.of(given, written("copy").stream().map(Written::row).toList());
        System.out.println(handovers("copy") + " handovers over " + versions.size() + " versions, counted too: "
                + how.equals("all") + "; " + account);
        assertThat(account).isEqualTo(new Account(given.size(), given.size(), 0, 0));
        for (String query : how.equals("all") ? List.of("copy", "count") : List.of("copy")) {
            Map<Long, String> versionOf = new HashMap<>();
            for (Written row : written(query)) {
                assertThat(versionOf.merge(row.batch(), row.version(), (one, other) -> one))
                        .as("batch %s of %s", row.batch(), query)
                        .isEqualTo(row.version());
            }
        }
    }

    /** How often a query's rows go on with those of another version. */
    long handovers(String query) {
        List<String> versions = written(query).stream().map(Written::version).toList();
        return IntStream.range(1, versions.size())
                .filter(at -> !versions.get(at).equals(versions.get(at - 1)))
                .count();
    }

    @Override
    public void close() {
        feeder.shutdownNow();
        versions.forEach(ChildJvm::close);
    }
}
