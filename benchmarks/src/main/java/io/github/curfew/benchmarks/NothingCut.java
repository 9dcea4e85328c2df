package io.github.curfew.benchmarks;

import static io.github.curfew.examples.account.Durations.max;
import static io.github.curfew.examples.account.Durations.median;
import static io.github.curfew.examples.account.Durations.millis;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Stops and starts a query whose sink is not idempotent, many times, by a signal to Curfew and by {@code query.stop()},
 * in alternating rounds of one JVM, and keeps both accounts.
 */
public final class NothingCut {
    private NothingCut() {}

    /**
     * Runs. Exits with 1 if a stop by Curfew duplicated or lost a row.
     *
     * @param args how many cycles
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int cycles = Integer.parseInt(args[0]);
        Path home = Files.createTempDirectory("curfew-benchmark-");
        boolean clean;
        try {
            clean = run(cycles, home);
        } finally {
            delete(home);
        }
        System.exit(clean ? 0 : 1);
    }

    private static boolean run(int cycles, Path home) throws Exception {
        Path signalling = home.resolve("signalling");
        try (SparkSession spark = SparkSession.builder()
                        .master("local[2]")
                        .appName("nothing-cut")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config(
                                "spark.sql.warehouse.dir",
                                home.resolve("warehouse").toString())
                        .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                        .config("spark.curfew.file.dir", signalling.toString())
                        .config("spark.curfew.file.poll-interval", "10ms")
                        .getOrCreate();
                Contender curfew = new Contender("Curfew", spark, home.resolve("curfew"), query -> signal(signalling));
                Contender plain = new Contender("query.stop()", spark, home.resolve("plain"), query -> query.stop())) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                curfew.cycle();
                plain.cycle();
                if (cycle % 10 == 0) {
                    System.out.println(cycle + " of " + cycles + " cycles");
                }
            }
            Account account = curfew.account();
            System.out.println(table(curfew, account, plain, plain.account()));
            return account.isClean();
        }
    }

    /** The words that one would type; written aside and moved in, so that they are there at once. */
    private static void signal(Path signalling) throws IOException {
        Path signals = signalling.resolve("default").resolve("signals");
        Path words = Files.writeString(signals.resolve(".stop"), "stop orders\n");
        Files.move(words, signals.resolve("stop-" + System.nanoTime()));
    }

    private static Table table(Contender one, Account first, Contender other, Account second) {
        return new Table()
                .row("", one.title(), other.title())
                .row("stops", text(one.stopped().size()), text(other.stopped().size()))
                .row("rows in", text(first.in()), text(second.in()))
                .row("duplicated", text(first.duplicated()), text(second.duplicated()))
                .row("lost", text(first.lost()), text(second.lost()))
                .row("signal to stopped, median", millis(median(one.stopped())), millis(median(other.stopped())))
                .row("signal to stopped, max", millis(max(one.stopped())), millis(max(other.stopped())))
                .row("  of that after the last commit, median", millis(median(one.beyond())), "")
                .row("  of that after the last commit, max", millis(max(one.beyond())), "");
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
