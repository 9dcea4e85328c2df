package io.github.curfew.benchmarks.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one thing took or gave, again and again. Not thread-safe. */
public final class Samples {
    private static final double NANOS_A_MILLI = 1e6;
    /** Of fewer than eight, a quarter is one sample or none: then all of them are told. */
    private static final int ENOUGH_FOR_QUARTILES = 8;
    /** With fewer than two beyond it, a quantile is no more than the one at the end. */
    private static final int BEYOND = 2;

    private final List<Double> values = new ArrayList<>();

    /**
     * Takes lengths of time.
     *
     * @param times any
     * @return them, in milliseconds
     */
    public static Samples of(Collection<Duration> times) {
        Samples samples = new Samples();
        times.forEach(samples::add);
        return samples;
    }

    /**
     * Adds one.
     *
     * @param value in the unit of the column in which it will be shown
     */
    public void add(double value) {
        values.add(value);
    }

    /**
     * Adds a length of time, in milliseconds.
     *
     * @param time any
     */
    public void add(Duration time) {
        values.add(time.toNanos() / NANOS_A_MILLI);
    }

    /**
     * Adds a length of time, in milliseconds.
     *
     * @param nanos as the difference of two {@link System#nanoTime()}
     */
    public void addNanos(long nanos) {
        values.add(nanos / NANOS_A_MILLI);
    }

    /**
     * Adds what others have.
     *
     * @param others of the same unit
     */
    public void addAll(Samples others) {
        values.addAll(others.values);
    }

    /**
     * Counts.
     *
     * @return how many there are
     */
    public int size() {
        return values.size();
    }

    /**
     * Gives all of them.
     *
     * @return in the order in which they came
     */
    public double[] toArray() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The value below which so large a part of all lies.
     *
     * @param part from 0 to 1
     * @return one of the values, or what lies between two of them in proportion
     */
    public double quantile(double part) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        double below = sorted.get((int) Math.floor(place));
        double above = sorted.get((int) Math.ceil(place));
        return below + (above - below) * (place - Math.floor(place));
    }

    /**
     * The middle one.
     *
     * @return of an even number, the mean of the two in the middle
     */
    public double median() {
        return quantile(0.5);
    }

    /**
     * The sum by the number.
     *
     * @return the mean
     */
    public double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /**
     * The median, between the quartiles, or where they are few between the least and the most.
     *
     * @return for a table
     */
    public Figure figure() {
        return size() < ENOUGH_FOR_QUARTILES
                ? new Figure(median(), quantile(0), quantile(1), size(), Spread.RANGE)
                : new Figure(median(), quantile(0.25), quantile(0.75), size(), Spread.QUARTILES);
    }

    /**
     * A quantile, for a column of its own. Where too few samples lie beyond it, it is the most of them, and a
     * {@link Table} calls it so.
     *
     * @param part from 0 to 1
     * @return for a table
     */
    public Figure figure(double part) {
        return new Figure(quantile(isMost(part, size()) ? 1 : part), null, null, size(), null);
    }

    /** Whether so few samples have no such quantile. */
    static boolean isMost(double part, int samples) {
        return part > 0.5 && (1 - part) * samples < BEYOND;
    }

    /**
     * How much more than others, round by round.
     *
     * @param others of the same unit and the same rounds, in the same order
     * @return for a table
     */
    public Figure lessEach(Samples others) {
        requireRoundsOf(others);
        Samples differences = new Samples();
        for (int round = 0; round < size(); round++) {
            differences.add(values.get(round) - others.values.get(round));
        }
        return differences.figure();
    }

    /**
     * How many times as much as others, round by round.
     *
     * @param others of the same rounds, in the same order
     * @return for a table; null where there are none, or some other is nothing, so that there is no ratio to it
     */
    public @Nullable Figure overEach(Samples others) {
        requireRoundsOf(others);
        Samples ratios = new Samples();
        for (int round = 0; round < size(); round++) {
            if (others.values.get(round) <= 0) {
                return null;
            }
            ratios.add(values.get(round) / others.values.get(round));
        }
        return ratios.size() == 0 ? null : ratios.figure();
    }

    /** Fails where one side is missing of some round. */
    void requireRoundsOf(Samples others) {
        if (size() != others.size()) {
            throw new IllegalArgumentException("there are rounds of which one side is missing");
        }
    }
}
