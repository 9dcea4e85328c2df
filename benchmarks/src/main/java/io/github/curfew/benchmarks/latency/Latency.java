package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Measures how long a signal takes from before its publish until the engine has it, beside a raw client that gives the
 * same guarantee, on one server, in alternating rounds of one JVM.
 */
public final class Latency {
    private static final double AIM = 1.1;
    private static final String RAW = "raw: ";
    private static final String ENGINE = "Curfew: publish to engine";
    private static final String OVER_RAW = "p50 over raw";
    private static final String MEAN_OVER_RAW = "mean over raw";

    private Latency() {}

    /**
     * Runs. Exits with 1 if a median is above the aim.
     *
     * @param args which backend
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        Measurement measurement = Measurement.begin(
                "latency-" + args[0],
                "From before a publish until the engine has the signal, and a raw client that sends the same bytes, message by"
                        + " message in random order.");
        for (Supplier<Subject> start : subjects(args[0])) {
            try (Subject subject = start.get();
                    RawLane raw = lane(subject.openRaw());
                    CurfewLane curfew = new CurfewLane(subject)) {
                subject.versions().forEach(measurement::version);
                Duration interval = subject.interval();
                if (interval == null) {
                    woken(measurement, subject, raw, curfew);
                } else {
                    polled(measurement, subject, interval, raw, curfew);
                }
            }
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    private static void woken(Measurement measurement, Subject subject, RawLane raw, CurfewLane curfew)
            throws Exception {
        List<Race> races = List.of(
                new Race(rhythm(subject.pause()), subject.warmUp(), 12, 100, subject.pause()),
                new Race("after 1.2 s of silence", 1, 4, 20, Duration.ofMillis(1_200)));
        Map<String, RawLane> lesser = new TreeMap<>();
        subject.openLesser().forEach((title, client) -> lesser.put(title, lane(client)));
        for (Race race : races) {
            race.run(raw, lesser, curfew);
            String id = subject.id() + (race == races.get(0) ? "-busy" : "-silent");
            measurement.add(table(id, subject, race));
            measurement.aim(aim("p50", id, subject, race.title(), OVER_RAW));
        }
        lesser.values().forEach(RawLane::close);
    }

    /** The same for a reader that looks now and then. */
    private static void polled(
            Measurement measurement, Subject subject, Duration interval, RawLane raw, CurfewLane curfew)
            throws Exception {
        List<PolledRace> races = List.of(
                new PolledRace("while something is going on", interval, Duration.ZERO, 40),
                new PolledRace("at rest, after 12 s of silence", interval, Duration.ofSeconds(12), 20));
        new PolledRace("warm-up", interval, Duration.ZERO, 5).run(raw, curfew);
        for (PolledRace race : races) {
            race.run(raw, curfew);
            String id = subject.id() + (race == races.get(0) ? "-busy" : "-silent");
            measurement.add(table(id, subject, race));
            measurement.aim(aim("mean", id, subject, race.title(), MEAN_OVER_RAW));
        }
    }

    private static Aim aim(String middle, String table, Subject subject, String rhythm, String column) {
        return new Aim(
                "publish to engine over a raw client, " + middle + ": " + subject.title() + ", " + rhythm,
                Bound.AT_MOST,
                AIM,
                new Cell(table, ENGINE, column),
                new Cell(table, RAW + subject.rawTitle(), middle));
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

    private static Table table(String id, Subject subject, Race race) {
        Samples raw = race.raw();
        Table.Builder table = Table.of(id, subject.title() + ", " + race.title())
                .column("p50", Unit.MILLIS)
                .column("p99", Unit.MILLIS)
                .column(OVER_RAW, Unit.RATIO)
                .row(RAW + subject.rawTitle(), raw.figure(), raw.figure(0.99), null);
        race.lesser().forEach((title, samples) -> row(table, "for less: " + title, samples, raw));
        row(table, ENGINE, race.given(), raw);
        row(table, "Curfew: the same, and making the message", race.made(), raw);
        row(table, "Curfew: the same, and until a run's drain", race.asked(), raw);
        return table.bars("p50").build();
    }

    private static void row(Table.Builder table, String title, Samples samples, Samples raw) {
        table.row(title, samples.figure(), samples.figure(0.99), samples.over(raw));
    }

    private static Table table(String id, Subject subject, PolledRace race) {
        Table.Builder table = Table.of(id, subject.title() + ", " + race.title())
                .column("mean", Unit.MILLIS)
                .column("p50", Unit.MILLIS)
                .column("p99", Unit.MILLIS)
                .column("mean over half an interval", Unit.RATIO)
                .column(MEAN_OVER_RAW, Unit.RATIO);
        row(table, RAW + subject.rawTitle(), race.raw(), race);
        row(table, ENGINE, race.given(), race);
        return table.bars("p50").build();
    }

    private static void row(Table.Builder table, String title, Samples samples, PolledRace race) {
        double half = race.interval().dividedBy(2).toNanos() / 1e6;
        table.row(
                title,
                Figure.of(samples.mean()),
                samples.figure(),
                samples.figure(0.99),
                Figure.of(samples.mean() / half),
                samples == race.raw()
                        ? null
                        : Figure.of(samples.mean() / race.raw().mean()));
    }
}
