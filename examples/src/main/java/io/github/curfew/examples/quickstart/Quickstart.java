package io.github.curfew.examples.quickstart;

import static io.github.curfew.examples.account.Durations.max;
import static io.github.curfew.examples.account.Durations.median;
import static io.github.curfew.examples.account.Durations.seconds;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Runs the rounds, tells how they went, and shows both accounts. */
public final class Quickstart {
    private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(2);

    private final Installation installation;
    private final String carrier;
    private final int rounds;

    private Quickstart(Installation installation, String carrier, int rounds) {
        this.installation = installation;
        this.carrier = carrier;
        this.rounds = rounds;
    }

    /**
     * Runs. Exits with 0 if the graceful stops neither duplicated nor lost a row, else with 1.
     *
     * @param args the repository's root, what carries the signals, and how many rounds to run
     */
    public static void main(String[] args) {
        Path root = Path.of(args[0]).toAbsolutePath();
        System.exit(new Quickstart(Installation.at(root), args[1], Integer.parseInt(args[2])).run());
    }

    private int run() {
        try (Workshop workshop = Workshop.open()) {
            try {
                makeLogDirectory();
                return compare(workshop);
            } catch (Failure | IOException e) {
                if (!workshop.isClosed()) {
                    System.err.println("The quickstart failed: " + e.getMessage());
                }
                return 1;
            } catch (InterruptedException e) {
                return 1;
            }
        } catch (IOException e) {
            System.err.println("The quickstart has no temporary directory: " + e);
            return 1;
        }
    }

    private void makeLogDirectory() throws IOException {
        Path logs = Files.createDirectories(installation.logs());
        for (String log : List.of("graceful.log", "plain.log", "cli.log", "server.log")) {
            Files.deleteIfExists(logs.resolve(log));
        }
    }

    private int compare(Workshop workshop) throws IOException, InterruptedException {
        Carrier between = carrier(workshop);
        System.out.println("Signals and reports travel over " + between.name() + ".");
        CurfewStop stop = new CurfewStop(installation, workshop, between);
        try (Line graceful = new Line(stop, "graceful", installation, workshop);
                Line plain = new Line(new PlainStop(), "plain", installation, workshop)) {
            for (int round = 1; round <= rounds; round++) {
                for (Line line : List.of(graceful, plain)) {
                    tell(round, line, line.round());
                }
            }
            System.out.println("Both start once more and work off what is left.");
            for (Application application : List.of(graceful.catchUp(), plain.catchUp())) {
                application.awaitEnd(LONGEST_CATCH_UP);
            }
            System.out.println();
            System.out.println(table(graceful, plain));
            return verdict(graceful.account());
        }
    }

    private Carrier carrier(Workshop workshop) throws IOException {
        return carrier.equals("file")
                ? new Directory(workshop.directory().resolve("signalling"), installation)
                : Server.start(carrier, installation, workshop);
    }

    private void tell(int number, Line line, Round round) {
        System.out.printf(
                Locale.ROOT,
                "Round %d of %d   %-12s   stopped in %s; %s%n",
                number,
                rounds,
                line.way().title(),
                seconds(round.stopped()),
                told(round));
    }

    private static String told(Round round) {
        if (round.cut()) {
            return "the batch in flight was cut";
        }
        return round.rowsAfter() == 0
                ? "all is committed"
                : "all is committed, " + round.rowsAfter() + " rows of it after the signal";
    }

    private static Table table(Line graceful, Line plain) throws IOException {
        Account one = graceful.account();
        Account other = plain.account();
        return new Table()
                .row("", graceful.way().title(), plain.way().title())
                .row(
                        "stops",
                        count(graceful.rounds().size()),
                        count(plain.rounds().size()))
                .row("  while a batch was in flight", inFlight(graceful), inFlight(plain))
                .row("  that cut the batch", cut(graceful), cut(plain))
                .row("rows in", count(one.in()), count(other.in()))
                .row("rows out", count(one.out()), count(other.out()))
                .row("duplicated", count(one.duplicated()), count(other.duplicated()))
                .row("lost", count(one.lost()), count(other.lost()))
                .row("signal to stopped, median", seconds(median(times(graceful))), seconds(median(times(plain))))
                .row("signal to stopped, max", seconds(max(times(graceful))), seconds(max(times(plain))));
    }

    private static int verdict(Account graceful) {
        if (graceful.isClean()) {
            System.out.println("Nothing was cut: every row that went in came out once.");
            return 0;
        }
        System.out.println("The graceful stops duplicated or lost rows: this is a bug, please report it.");
        return 1;
    }

    private static String count(long number) {
        return Long.toString(number);
    }

    private static String inFlight(Line line) {
        return count(line.rounds().stream().filter(Round::inFlight).count());
    }

    private static String cut(Line line) {
        return count(line.rounds().stream().filter(Round::cut).count());
    }

    private static List<Duration> times(Line line) {
        return line.rounds().stream().map(Round::stopped).toList();
    }
}
