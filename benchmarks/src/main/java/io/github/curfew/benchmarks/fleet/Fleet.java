package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stops fleets of simulated drivers, each larger than the one before, as far as the machine bears it: real engines and
 * transports in several JVMs, a real broker, and a client that follows the stop, beside raw clients that do as much, in
 * alternating rounds on the same server.
 */
public final class Fleet {
    private static final int WARM_UP = 2;
    private static final int AIMED_AT = 1_000;
    private static final double IN_MILLIS = 1_000;
    /** What rounds differ by without a reason that grows. */
    private static final double LINEAR = 1.25;
    /** Of few drivers, what does not depend on their number is a good part. */
    private static final int CONSTANT_BELOW = 100;

    private final Broker broker;
    private final int rounds;
    private final List<Figures> figures = new ArrayList<>();

    private Fleet(Broker broker, int rounds) {
        this.broker = broker;
        this.rounds = rounds;
    }

    /**
     * Runs. Exits with 1 if an aim is missed.
     *
     * @param args the backend, sizes joined by commas, and how many rounds of each size
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int[] sizes = Arrays.stream(args[1].split(",", -1))
                .mapToInt(Integer::parseInt)
                .sorted()
                .distinct()
                .toArray();
        Measurement measurement = Measurement.begin(
                "fleet-" + args[0],
                "From before one stop for all until a sender has the last final report of so many simulated drivers, each with"
                        + " an engine and connections of its own, in four JVMs without the optimising compiler, as are those of the"
                        + " raw client; both share one machine with the broker and the sender.");
        try (Broker broker = Broker.start(args[0])) {
            broker.versions().forEach(measurement::version);
            new Fleet(broker, Integer.parseInt(args[2])).run(sizes, measurement);
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    private void run(int[] sizes, Measurement measurement) throws Exception {
        String ceiling = "no larger one was asked for.";
        for (int drivers : sizes) {
            String excess = excess(drivers);
            if (!excess.isEmpty()) {
                ceiling = drivers + " drivers were not tried: they and the raw clients would need " + excess + ".";
                break;
            }
            try {
                figures.add(measure(drivers));
            } catch (IOException e) {
                ceiling = drivers + " drivers were too many for this machine: " + e.getMessage();
                break;
            }
        }
        if (figures.isEmpty()) {
            throw new IllegalStateException(ceiling);
        }
        int largest = figures.get(figures.size() - 1).drivers();
        measurement.add(times("The largest fleet that was measured: " + largest + " drivers; " + ceiling));
        measurement.add(costs());
        aims(measurement);
    }

    private String excess(int drivers) {
        if (figures.isEmpty()) {
            return "";
        }
        Figures smaller = figures.get(figures.size() - 1);
        return smaller.footprint().excess((double) drivers / smaller.drivers());
    }

    private Figures measure(int drivers) throws Exception {
        List<Round> ours = new ArrayList<>();
        List<Round> theirs = new ArrayList<>();
        try (Side curfew = Side.curfew(broker, drivers)) {
            Round first = curfew.round();
            int answers = (int) ((first.traffic().messages() - 1) / drivers);
            try (Side raw = Side.raw(broker, drivers, answers)) {
                // Both warm up as often: it takes one of Curfew's rounds to know how much a raw client has to say.
                var unused = raw.round();
                for (int round = 1; round < WARM_UP + rounds; round++) {
                    // The first of two may find the machine as the second does not.
                    Round early = round % 2 == 0 ? raw.round() : null;
                    Round one = curfew.round();
                    Round other = early == null ? raw.round() : early;
                    if (round >= WARM_UP) {
                        ours.add(one);
                        theirs.add(other);
                    }
                }
            }
        }
        Figures measured = new Figures(drivers, ours, theirs);
        System.out.println(broker.name() + ", " + measured.summary());
        return measured;
    }

    private Table times(String ceiling) {
        Table.Builder table = Figures.times(broker.name() + ", drivers");
        Figures smaller = null;
        for (Figures each : figures) {
            each.addTimes(table, smaller);
            smaller = each;
        }
        return table.note("The raw client: " + broker.rawTitle() + ".")
                .note(ceiling)
                .build();
    }

    private Table costs() {
        Table.Builder table = Figures.costs(broker.name() + ", a driver's share");
        figures.forEach(each -> each.addCosts(table));
        return table.note("Bytes are " + broker.bytesAre() + ".").build();
    }

    /** That a thousand, or as many as there are, are quick, and that none of the larger fleets took too much longer. */
    private void aims(Measurement measurement) {
        Figures largest = figures.get(0);
        Figures worst = null;
        double growth = 0;
        for (int i = 1; i < figures.size(); i++) {
            Figures each = figures.get(i);
            Figures smaller = figures.get(i - 1);
            if (each.drivers() <= AIMED_AT) {
                largest = each;
            }
            if (smaller.drivers() >= CONSTANT_BELOW && each.growth(smaller) > growth) {
                growth = each.growth(smaller);
                worst = each;
            }
        }
        String title = "a fleet stopped over " + broker.name();
        measurement.aim(new Aim(
                title + ", " + largest.drivers() + " drivers",
                Bound.AT_MOST,
                IN_MILLIS,
                new Cell("times", Integer.toString(largest.drivers()), Figures.LAST),
                new Cell("times", Integer.toString(largest.drivers()), Figures.RAW)));
        if (worst != null) {
            measurement.aim(new Aim(
                    title + ", time a driver over that in the next smaller fleet, at the worst",
                    Bound.AT_MOST,
                    LINEAR,
                    new Cell("times", Integer.toString(worst.drivers()), Figures.GROWTH),
                    null));
        }
    }
}
