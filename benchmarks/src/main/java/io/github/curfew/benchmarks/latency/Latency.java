package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.function.Supplier;

/**
 * Measures how long a signal takes from before its publish until the engine has it, beside a raw client that gives the
 * same guarantee, on one server, in alternating rounds of one JVM.
 */
public final class Latency {
    /** The row in which Curfew's time is. */
    static final String ENGINE = "Curfew: publish to engine";

    /** With what the row of the baseline begins. */
    static final String RAW = "raw: ";

    private static final double AIM = 1.1;

    private Latency() {}

    /**
     * Runs. Exits with 1 if a figure is above the aim.
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
            try (Subject subject = start.get()) {
                subject.versions().forEach(measurement::version);
                if (subject instanceof PolledSubject polled) {
                    Polled.measure(measurement, polled);
                } else {
                    Woken.measure(measurement, (WokenSubject) subject);
                }
            }
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    /**
     * What is aimed at, by the means or the medians of a table.
     *
     * @param middle the column of that
     * @param what is measured, in some words
     * @param raw the row of the baseline
     * @param over the column of the ratio
     */
    static Aim aim(String table, String middle, String what, String raw, String over) {
        return new Aim(
                "publish to engine over a raw client, " + middle + ": " + what,
                Bound.AT_MOST,
                AIM,
                new Cell(table, ENGINE, over),
                new Cell(table, raw, middle));
    }

    static RawLane lane(RawClient client) {
        return new RawLane(client, Codec.encode(CurfewLane.signal(0)).bytes());
    }

    /** Each backend has its line here. */
    private static List<Supplier<Subject>> subjects(String backend) {
        return switch (backend) {
            case "dynamodb" -> List.of(DynamoSubject::new);
            case "file" -> List.of(FileSubject::new);
            case "http" -> List.of(HttpSubject::new);
            case "kafka" -> List.of(KafkaSubject::new);
            case "redis" -> List.of(RedisSubject::new);
            case "sqs" -> List.of(() -> new SqsSubject(false), () -> new SqsSubject(true));
            default -> throw new IllegalArgumentException("there is no latency benchmark of '" + backend + "'");
        };
    }
}
