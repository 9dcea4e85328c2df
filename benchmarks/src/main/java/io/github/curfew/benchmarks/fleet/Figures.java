package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of one size come to.
 *
 * @param drivers how many
 * @param curfew its rounds
 * @param raw those of the raw client, in between
 */
record Figures(int drivers, List<Round> curfew, List<Round> raw) {
    static final String LAST = "last final report";
    static final String GROWTH = "growth";
    static final String RAW = "raw client";
    private static final double MEGABYTE = 1e6;

    private Samples last() {
        return times(curfew, Told::last);
    }

    /** How many times as long a driver as in a smaller fleet. */
    double growth(Figures smaller) {
        return last().median() / smaller.last().median() * smaller.drivers / drivers;
    }

    /** For whoever waits for the next. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d drivers: last final report after %.0f ms, raw client %.0f ms",
                drivers,
                last().median(),
                times(raw, Told::last).median());
    }

    /** Begins the table of times. */
    static Table.Builder times(String title) {
        return Table.of("times", title)
                .column("last received", Unit.MILLIS)
                .column(LAST, Unit.MILLIS)
                .column("result in hand", Unit.MILLIS)
                .column(RAW, Unit.MILLIS)
                .column("over raw", Unit.RATIO)
                .column("per driver", Unit.MILLIS)
                .column(GROWTH, Unit.RATIO)
                .column("sender's heap", Unit.MEGABYTES)
                .column("raw: heap", Unit.MEGABYTES)
                .lines(LAST, RAW);
    }

    /** Adds its row; the growth is that from a smaller fleet, if there was one. */
    void addTimes(Table.Builder table, @Nullable Figures smaller) {
        Samples rawLast = times(raw, Told::last);
        table.row(
                Integer.toString(drivers),
                times(curfew, Told::received).figure(),
                last().figure(),
                times(curfew, Told::result).figure(),
                rawLast.figure(),
                last().overEach(rawLast),
                Figure.of(last().median() / drivers),
                smaller == null ? null : Figure.of(growth(smaller)),
                heap(curfew),
                heap(raw));
    }

    private static Figure heap(List<Round> rounds) {
        return Figure.of(samples(rounds, round -> round.heap()).median() / MEGABYTE);
    }

    /** What the drivers of both occupy at the busiest moment. */
    Footprint footprint() {
        return footprint(curfew).plus(footprint(raw));
    }

    private static Footprint footprint(List<Round> rounds) {
        return new Footprint(
                (long) samples(rounds, round -> round.footprint().threads()).median(),
                (long) samples(rounds, round -> round.footprint().bytes()).median());
    }

    /** Begins the table of what a driver's share is. */
    static Table.Builder costs(String title) {
        return Table.of("costs", title)
                .column("threads", Unit.COUNT)
                .column("raw: threads", Unit.COUNT)
                .column("memory", Unit.MEGABYTES)
                .column("raw: memory", Unit.MEGABYTES)
                .column("messages", Unit.COUNT)
                .column("bytes", Unit.BYTES)
                .column("raw: bytes", Unit.BYTES)
                .column("CPU: drivers", Unit.MILLIS)
                .column("CPU: broker", Unit.MILLIS)
                .column("CPU: sender", Unit.MILLIS)
                .column("raw CPU: drivers", Unit.MILLIS)
                .column("raw CPU: broker", Unit.MILLIS)
                .column("raw CPU: sender", Unit.MILLIS);
    }

    /** Adds its row. */
    void addCosts(Table.Builder table) {
        table.row(
                Integer.toString(drivers),
                share(curfew, round -> round.footprint().threads()),
                share(raw, round -> round.footprint().threads()),
                share(curfew, round -> round.footprint().bytes() / MEGABYTE),
                share(raw, round -> round.footprint().bytes() / MEGABYTE),
                share(curfew, round -> round.traffic().messages()),
                share(curfew, round -> round.traffic().bytes()),
                share(raw, round -> round.traffic().bytes()),
                cpu(curfew, Round.Cpu::drivers),
                cpu(curfew, Round.Cpu::broker),
                cpu(curfew, Round.Cpu::sender),
                cpu(raw, Round.Cpu::drivers),
                cpu(raw, Round.Cpu::broker),
                cpu(raw, Round.Cpu::sender));
    }

    private Figure share(List<Round> rounds, ToDoubleFunction<Round> what) {
        return Figure.of(samples(rounds, what).median() / drivers);
    }

    private Figure cpu(List<Round> rounds, Function<Round.Cpu, Duration> whose) {
        return share(rounds, round -> whose.apply(round.cpu()).toNanos() / 1e6);
    }

    private static Samples times(List<Round> rounds, Function<Told, Duration> what) {
        return Samples.of(rounds.stream().map(round -> what.apply(round.told())).toList());
    }

    private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> what) {
        Samples samples = new Samples();
        rounds.forEach(round -> samples.add(what.applyAsDouble(round)));
        return samples;
    }
}
