package io.github.curfew.benchmarks.latency;

import io.github.curfew.examples.account.Table;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Measures how long a signal takes from before its publish until the engine has it, beside a raw client that gives the
 * same guarantee, on one server, in alternating rounds of one JVM.
 */
public final class Latency {
    private static final double AIM = 1.1;

    private Latency() {}

    /**
     * Runs. Exits with 1 if the median is above the aim.
     *
     * @param args which backend
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        boolean met = true;
        for (Supplier<Subject> start : subjects(args[0])) {
            try (Subject subject = start.get();
                    RawLane raw = lane(subject.openRaw());
                    CurfewLane curfew = new CurfewLane(subject)) {
                Duration interval = subject.interval();
                met &= interval == null ? woken(subject, raw, curfew) : polled(subject, interval, raw, curfew);
            }
        }
        System.exit(met ? 0 : 1);
    }

    /** Says whether it is within the aim. */
    private static boolean woken(Subject subject, RawLane raw, CurfewLane curfew) throws Exception {
        List<Race> races = List.of(
                new Race(rhythm(subject.pause()), subject.warmUp(), 12, 100, subject.pause()),
                new Race("after 1.2 s of silence", 1, 4, 20, Duration.ofMillis(1_200)));
        Map<String, RawLane> lesser = new TreeMap<>();
        subject.openLesser().forEach((title, client) -> lesser.put(title, lane(client)));
        for (Race race : races) {
            race.run(raw, lesser, curfew);
            System.out.println(table(subject, race));
        }
        lesser.values().forEach(RawLane::close);
        return races.stream().allMatch(race -> race.given().over(race.raw(), 0.5) <= AIM);
    }

    /** The same for a reader that looks now and then. */
    private static boolean polled(Subject subject, Duration interval, RawLane raw, CurfewLane curfew) throws Exception {
        List<PolledRace> races = List.of(
                new PolledRace("while something is going on", interval, Duration.ZERO, 40),
                new PolledRace("at rest, after 12 s of silence", interval, Duration.ofSeconds(12), 20));
        new PolledRace("warm-up", interval, Duration.ZERO, 5).run(raw, curfew);
        for (PolledRace race : races) {
            race.run(raw, curfew);
            System.out.println(table(subject, race));
        }
        return races.stream()
                .allMatch(race -> over(race.given().mean(), race.raw().mean()) <= AIM);
    }

    private static String rhythm(Duration pause) {
        return pause.isZero() ? "back to back" : "after " + pause.toMillis() + " ms of silence";
    }

    private static RawLane lane(RawClient client) {
        return new RawLane(client, Codec.encode(CurfewLane.signal(0)).bytes());
    }

    /** Each backend has its line here. */
    private static List<Supplier<Subject>> subjects(String backend) {
        return switch (backend) {
            case "dynamodb" -> List.of(DynamoSubject::new);
            case "kafka" -> List.of(KafkaSubject::new);
            case "redis" -> List.of(RedisSubject::new);
            case "sqs" -> List.of(() -> new SqsSubject(false), () -> new SqsSubject(true));
            default -> throw new IllegalArgumentException("there is no latency benchmark of '" + backend + "'");
        };
    }

    private static Table table(Subject subject, Race race) {
        Table table = new Table()
                .row(subject.title() + ", " + race.title(), "p50", "p99", "p50 over raw")
                .row(
                        "raw: " + subject.rawTitle(),
                        race.raw().millis(0.5),
                        race.raw().millis(0.99),
                        "");
        race.lesser()
                .forEach((title, samples) -> table.row(
                        "for less: " + title, samples.millis(0.5), samples.millis(0.99), ratio(samples, race.raw())));
        ours(table, "publish to engine", race.given(), race);
        ours(table, "the same, and making the message", race.made(), race);
        ours(table, "the same, and until a run's drain", race.asked(), race);
        return table;
    }

    private static void ours(Table table, String what, Samples samples, Race race) {
        table.row("Curfew: " + what, samples.millis(0.5), samples.millis(0.99), ratio(samples, race.raw()));
    }

    private static Table table(Subject subject, PolledRace race) {
        return new Table()
                .row(
                        subject.provider().name() + ", " + race.title(),
                        "mean",
                        "p99",
                        "over half an interval",
                        "mean over raw")
                .row(row("raw: " + subject.rawTitle(), race.raw(), race))
                .row(row("Curfew: publish to engine", race.given(), race));
    }

    private static String[] row(String title, Samples samples, PolledRace race) {
        return new String[] {
            title,
            String.format(Locale.ROOT, "%.0f ms", samples.mean().toNanos() / 1e6),
            samples.millis(0.99),
            text(over(samples.mean(), race.interval().dividedBy(2))),
            text(over(samples.mean(), race.raw().mean()))
        };
    }

    private static double over(Duration some, Duration others) {
        return (double) some.toNanos() / others.toNanos();
    }

    private static String text(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String ratio(Samples some, Samples others) {
        return text(some.over(others, 0.5));
    }
}
