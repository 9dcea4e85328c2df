package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Ratio;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measure of a backend that wakes its readers: by medians, message after message and after some silence. */
final class Woken {
    private static final String OVER_RAW = "p50 over raw";

    private Woken() {}

    static void measure(Measurement measurement, WokenSubject subject) throws Exception {
        List<Race> races = List.of(
                new Race(rhythm(subject.pause()), subject.warmUp(), 12, 100, subject.pause()),
                new Race("after 1.2 s of silence", 1, 8, 20, Duration.ofMillis(1_200)));
        Map<String, RawLane> others = new TreeMap<>();
        try (RawLane raw = Latency.lane(subject.openRaw());
                CurfewLane curfew = new CurfewLane(subject)) {
            subject.openOthers().forEach((title, client) -> others.put(title, Latency.lane(client)));
            for (Race race : races) {
                race.run(raw, others, curfew);
                String id = subject.id() + (race == races.get(0) ? "-busy" : "-silent");
                Table table = table(id, subject, race);
                measurement.add(table);
                measurement.aim(Latency.aim(id, "p50", table.title(), raw(subject), OVER_RAW));
            }
        } finally {
            others.values().forEach(RawLane::close);
        }
    }

    private static String rhythm(Duration pause) {
        return pause.isZero() ? "back to back" : "after " + pause.toMillis() + " ms of silence";
    }

    private static String raw(WokenSubject subject) {
        return Latency.RAW + subject.rawTitle();
    }

    private static Table table(String id, WokenSubject subject, Race race) {
        Samples raw = race.raw();
        Table.Builder table = Table.of(id, subject.title() + ", " + race.title())
                .column("p50", Unit.MILLIS)
                .column("p99", Unit.MILLIS)
                .column(OVER_RAW, Unit.RATIO)
                .row(raw(subject), raw.figure(), raw.figure(0.99), null);
        race.others().forEach((title, samples) -> row(table, title, samples, raw));
        row(table, Latency.ENGINE, race.given(), raw);
        row(table, "Curfew: the same, and making the message", race.made(), raw);
        row(table, "Curfew: the same, and until a run's drain", race.asked(), raw);
        return table.bars("p50").build();
    }

    private static void row(Table.Builder table, String title, Samples samples, Samples raw) {
        table.row(title, samples.figure(), samples.figure(0.99), Ratio.ofMedians(samples, raw));
    }
}
