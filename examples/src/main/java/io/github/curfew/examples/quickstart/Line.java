package io.github.curfew.examples.quickstart;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Checkpoint;
import io.github.curfew.examples.account.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One application's life under one way to stop it: its input, its rounds, its account. */
final class Line implements AutoCloseable {
    private static final int ROWS_A_FILE = 10;
    private static final Duration FILE_EVERY = Duration.ofMillis(200);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    private final Way way;
    private final Installation installation;
    private final Workshop workshop;
    private final Path home;
    private final Path log;
    private final Feed feed;
    private final Checkpoint checkpoint;
    private final Random random = new Random();
    private final List<Round> rounds = new ArrayList<>();

    Line(Way way, String name, Installation installation, Workshop workshop) throws IOException {
        this.way = way;
        this.installation = installation;
        this.workshop = workshop;
        this.home = workshop.directory().resolve(name);
        this.log = installation.logs().resolve(name + ".log");
        this.feed = new Feed(home.resolve("incoming"), ROWS_A_FILE);
        this.checkpoint = new Checkpoint(home.resolve("checkpoint"));
    }

    Way way() {
        return way;
    }

    List<Round> rounds() {
        return List.copyOf(rounds);
    }

    /** Starts the application, lets it work, and stops it in the middle of a batch. */
    Round round() throws IOException, InterruptedException {
        long before = written().size();
        feed.run(FILE_EVERY);
        Application application = submit(way.application());
        awaitWork(application, before);
        Way.Stop stop = way.stop(home);
        boolean inFlight = checkpoint.hasOpenBatch();
        long then = written().size();
        long end = application.awaitEnd(LONGEST_STOP);
        stop.await();
        feed.pause();
        Round round = new Round(
                inFlight, written().size() - then, checkpoint.hasOpenBatch(), Duration.ofNanos(end - stop.at()));
        rounds.add(round);
        return round;
    }

    /** Lets the application work off what is still there, and end by itself. */
    Application catchUp() throws IOException {
        return submit("io.github.curfew.examples.orders.OrdersApp", "--catch-up");
    }

    Account account() throws IOException {
        return Account.of(feed.given(), written());
    }

    private Application submit(String mainClass, String... arguments) throws IOException {
        List<String> command = new Command()
                .addAll(installation.sparkSubmit(log, workshop.directory()))
                .addAll(way.submission())
                .add("--class", mainClass, installation.examplesJar(), home.toString())
                .add(arguments)
                .words();
        Map<String, String> environment = new TreeMap<>(way.variables());
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        return new Application(workshop.start(command, environment, log), log);
    }

    private void awaitWork(Application application, long before) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (written().size() <= before) {
            application.mustRun();
            if (System.nanoTime() > end) {
                throw new Failure("the application wrote nothing for " + LONGEST_START.toSeconds() + " s", log);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        // Rows come in: a batch is in flight. Any moment of it will do.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(800));
    }

    private List<String> written() throws IOException {
        try {
            return Files.readAllLines(home.resolve("written"));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        feed.close();
    }
}
