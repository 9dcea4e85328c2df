package io.github.curfew.benchmarks.fleet;

import io.github.curfew.examples.account.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of one size come to.
 *
 * @param drivers how many
 * @param curfew its rounds
 * @param raw those of the raw client, in between
 */
record Figures(int drivers, List<Round> curfew, List<Round> raw) {
    private static final Duration AIM = Duration.ofSeconds(1);
    private static final int AIMED_AT = 1_000;
    /** What rounds differ by without a reason that grows. */
    private static final double LINEAR = 1.25;

    private static final int CONSTANT_BELOW = 100;

    Duration last() {
        return median(curfew, round -> round.told().last());
    }

    /** Whether a thousand are within the aim, and fewer too. */
    boolean isInTime() {
        return drivers > AIMED_AT || last().compareTo(AIM) <= 0;
    }

    /** Of few drivers, what does not depend on their number is a good part. */
    boolean isLinearAfter(Figures smaller) {
        return smaller.drivers < CONSTANT_BELOW || growth(smaller) <= LINEAR;
    }

    private double growth(Figures smaller) {
        return over(last(), smaller.last()) * smaller.drivers / drivers;
    }

    /** For whoever waits for the next. */
    String summary() {
        Duration rawLast = median(raw, round -> round.told().last());
        return drivers + " drivers: last final report after " + Durations.millis(last()) + ", raw client "
                + Durations.millis(rawLast);
    }

    static String[] titles() {
        return new String[] {
            "drivers",
            "last received",
            "last final report",
            "fastest to slowest",
            "result in hand",
            "raw client",
            "over raw",
            "per driver",
            "growth",
            "sender's heap"
        };
    }

    /** As many cells as there are titles; the growth is that from a smaller fleet, if there was one. */
    String[] cells(@Nullable Figures smaller) {
        Duration rawLast = median(raw, round -> round.told().last());
        return new String[] {
            Integer.toString(drivers),
            Durations.millis(median(curfew, round -> round.told().received())),
            Durations.millis(last()),
            spread(),
            Durations.millis(median(curfew, round -> round.told().result())),
            Durations.millis(rawLast),
            text(over(last(), rawLast)),
            String.format(Locale.ROOT, "%.2f ms", last().toNanos() / 1e6 / drivers),
            smaller == null ? "" : text(growth(smaller)),
            String.format(
                    Locale.ROOT, "%.1f MB", middle(curfew, round -> round.told().heap()) / 1e6)
        };
    }

    private String spread() {
        List<Duration> sorted =
                curfew.stream().map(round -> round.told().last()).sorted().toList();
        return sorted.get(0).toMillis() + " to " + Durations.millis(sorted.get(sorted.size() - 1));
    }

    /** What the drivers of both occupy at the busiest moment. */
    Footprint footprint() {
        return footprint(curfew).plus(footprint(raw));
    }

    private static Footprint footprint(List<Round> rounds) {
        return new Footprint(
                middle(rounds, round -> round.footprint().threads()),
                middle(rounds, round -> round.footprint().bytes()));
    }

    static String[] costTitles() {
        return new String[] {
            "a driver's share",
            "threads",
            "memory",
            "messages",
            "bytes",
            "raw: bytes",
            "CPU: drivers",
            "broker",
            "sender",
            "raw: drivers",
            "broker",
            "sender"
        };
    }

    /** As many cells as there are titles. */
    String[] costCells() {
        return new String[] {
            Integer.toString(drivers),
            String.format(Locale.ROOT, "%.1f", (double) footprint(curfew).threads() / drivers),
            String.format(Locale.ROOT, "%.2f MB", footprint(curfew).bytes() / 1e6 / drivers),
            String.format(
                    Locale.ROOT,
                    "%.1f",
                    (double) middle(curfew, round -> round.traffic().messages()) / drivers),
            share(curfew),
            share(raw),
            cpu(curfew, Round.Cpu::drivers),
            cpu(curfew, Round.Cpu::broker),
            cpu(curfew, Round.Cpu::sender),
            cpu(raw, Round.Cpu::drivers),
            cpu(raw, Round.Cpu::broker),
            cpu(raw, Round.Cpu::sender)
        };
    }

    private String share(List<Round> rounds) {
        return Long.toString(middle(rounds, round -> round.traffic().bytes()) / drivers);
    }

    private String cpu(List<Round> rounds, Function<Round.Cpu, Duration> whose) {
        Duration used = median(rounds, round -> whose.apply(round.cpu()));
        return String.format(Locale.ROOT, "%.2f ms", used.toNanos() / 1e6 / drivers);
    }

    private static long middle(List<Round> rounds, ToLongFunction<Round> what) {
        return rounds.stream().mapToLong(what).sorted().toArray()[(rounds.size() - 1) / 2];
    }

    private static Duration median(List<Round> rounds, Function<Round, Duration> what) {
        return Durations.median(rounds.stream().map(what).toList());
    }

    private static double over(Duration some, Duration others) {
        return (double) some.toNanos() / others.toNanos();
    }

    private static String text(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
