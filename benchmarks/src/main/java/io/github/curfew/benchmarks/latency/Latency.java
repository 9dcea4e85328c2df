package io.github.curfew.benchmarks.latency;

import io.github.curfew.examples.account.Table;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
        List<Race> races = List.of(
                new Race("back to back", 20, 8, 100, Duration.ZERO),
                new Race("after 1.2 s of silence", 5, 1, 20, Duration.ofMillis(600)));
        try (Subject subject = subject(args[0]);
                RawLane raw = new RawLane(
                        subject.openRaw(), Codec.encode(CurfewLane.signal(0)).bytes());
                CurfewLane curfew = new CurfewLane(subject)) {
            for (Race race : races) {
                race.run(raw, curfew);
                System.out.println(table(subject, race));
            }
        }
        System.exit(races.stream().allMatch(race -> race.given().over(race.raw(), 0.5) <= AIM) ? 0 : 1);
    }

    /** Each backend has its line here. */
    private static Subject subject(String backend) {
        return switch (backend) {
            case "kafka" -> new KafkaSubject();
            default -> throw new IllegalArgumentException("there is no latency benchmark of '" + backend + "'");
        };
    }

    private static Table table(Subject subject, Race race) {
        return new Table()
                .row(subject.provider().name() + ", " + race.title(), "p50", "p99", "p50 over raw")
                .row(
                        "raw: " + subject.rawTitle(),
                        race.raw().millis(0.5),
                        race.raw().millis(0.99),
                        "")
                .row(
                        "Curfew: publish to engine",
                        race.given().millis(0.5),
                        race.given().millis(0.99),
                        ratio(race.given(), race.raw()))
                .row(
                        "Curfew: publish to a run's drain",
                        race.asked().millis(0.5),
                        race.asked().millis(0.99),
                        ratio(race.asked(), race.raw()));
    }

    private static String ratio(Samples some, Samples others) {
        return String.format(Locale.ROOT, "%.2f", some.over(others, 0.5));
    }
}
