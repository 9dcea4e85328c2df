package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Ratio;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measure of a backend whose readers look again and again: by means, at rest and, where Curfew then looks more often,
 * while something is going on, with a raw client that looks as often.
 */
final class Polled {
    /** So many parts of an interval: what is left to chance is where in a part, and that looks are not quite regular. */
    private static final int EACH = 300;

    private static final int WARM_UP = 40;
    /** After which a new client is connected. */
    private static final int FIRST = 5;

    /**
     * While nine have their turns, of a second or two, the tenth has rested; while they have turns that are short, none has.
     * And the fewer signals each has had, the less lies there when it looks.
     */
    private static final int DRIVERS = 10;

    private static final String OVER_RAW = "mean over raw";

    private Polled() {}

    static void measure(Measurement measurement, PolledSubject subject) throws Exception {
        List<CurfewLane> drivers = new ArrayList<>();
        try {
            boolean calmsDown = !subject.silence().isZero();
            for (int i = 0; i < (calmsDown ? DRIVERS : 1); i++) {
                drivers.add(new CurfewLane(subject, "latency-" + i));
            }
            run(subject, warmUp(subject.busyInterval(), WARM_UP), drivers);
            String rest = calmsDown ? "at rest for " + Durations.text(subject.silence()) + " or more" : "at any time";
            add(
                    measurement,
                    subject,
                    "silent",
                    new PolledRace(rest, subject.interval(), subject.silence(), EACH),
                    drivers);
            if (calmsDown) {
                PolledRace busy =
                        new PolledRace("while something is going on", subject.busyInterval(), Duration.ZERO, EACH);
                add(measurement, subject, "busy", busy, drivers);
            }
        } finally {
            drivers.forEach(CurfewLane::close);
        }
    }

    private static PolledRace warmUp(Duration interval, int messages) {
        return new PolledRace("warm-up", interval, Duration.ZERO, messages);
    }

    /** Tells what a put and a look of the raw client's took, in milliseconds. */
    private static double run(PolledSubject subject, PolledRace race, List<CurfewLane> drivers) throws Exception {
        LookingClient client = new LookingClient(subject.openPlace(), race.interval());
        try (RawLane raw = Latency.lane(client)) {
            // Each driver knows then that something is going on.
            warmUp(race.interval(), Math.max(FIRST, drivers.size())).run(raw, drivers);
            client.forget();
            race.run(raw, drivers);
        }
        return client.cost();
    }

    private static void add(
            Measurement measurement, PolledSubject subject, String which, PolledRace race, List<CurfewLane> drivers)
            throws Exception {
        double cost = run(subject, race, drivers);
        String id = subject.id() + "-" + which;
        String rawRow = Latency.RAW + subject.rawTitle() + " every " + Durations.text(race.interval());
        Table.Builder builder = Table.of(id, subject.title() + ", " + race.title())
                .column("messages", Unit.COUNT)
                .column("mean", Unit.MILLIS)
                .column("p50", Unit.MILLIS)
                .column("p99", Unit.MILLIS)
                .column("mean over half an interval", Unit.RATIO)
                .column(OVER_RAW, Unit.RATIO);
        double half = race.interval().dividedBy(2).toNanos() / 1e6;
        row(builder, rawRow, race.raw(), half, null);
        row(builder, Latency.ENGINE, race.given(), half, Ratio.ofMeans(race.given(), race.raw()));
        Evenness evenness = new Evenness(race.raw().mean(), half, cost);
        if (!evenness.holds()) {
            throw new IllegalStateException(subject.title() + ", " + race.title() + ": " + evenness.sentence());
        }
        Table table = builder.note(evenness.sentence()).bars("mean").build();
        measurement.add(table);
        measurement.aim(Latency.aim(id, "mean", table.title(), rawRow, OVER_RAW));
    }

    private static void row(Table.Builder table, String title, Samples samples, double half, @Nullable Figure overRaw) {
        table.row(
                title,
                Figure.count(samples.size()),
                Figure.of(samples.mean()),
                samples.figure(),
                samples.figure(0.99),
                Figure.of(samples.mean() / half),
                overRaw);
    }
}
