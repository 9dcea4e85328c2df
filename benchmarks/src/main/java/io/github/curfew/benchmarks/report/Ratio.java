package io.github.curfew.benchmarks.report;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How many times as much one side is as another with which it took turns, and between what bounds that lies with 95 %
 * confidence: those of what comes of as many turns when they are drawn from the measured ones again and again (bootstrap).
 */
public final class Ratio {
    private static final int DRAWS = 2_000;
    private static final double BEYOND = 0.025;

    private Ratio() {}

    /**
     * By the medians.
     *
     * @param some one side
     * @param others the other, turn by turn in the same order
     * @return for a table
     */
    public static Figure ofMedians(Samples some, Samples others) {
        return of(some, others, Ratio::median);
    }

    /**
     * By the means.
     *
     * @param some one side
     * @param others the other, turn by turn in the same order
     * @return for a table
     */
    public static Figure ofMeans(Samples some, Samples others) {
        return of(some, others, values -> Arrays.stream(values).average().orElseThrow());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Figure of(Samples some, Samples others, ToDoubleFunction<double[]> middle) {
        some.requireRoundsOf(others);
        double[] one = some.toArray();
        double[] other = others.toArray();
        // The same draws for the same samples, so that a result can be computed again.
        Random random = new Random(1);
        Samples ratios = new Samples();
        double[] drawn = new double[one.length];
        double[] against = new double[one.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int turn = 0; turn < one.length; turn++) {
                int taken = random.nextInt(one.length);
                drawn[turn] = one[taken];
                against[turn] = other[taken];
            }
            ratios.add(middle.applyAsDouble(drawn) / middle.applyAsDouble(against));
        }
        return new Figure(
                middle.applyAsDouble(one) / middle.applyAsDouble(other),
                ratios.quantile(BEYOND),
                ratios.quantile(1 - BEYOND),
                one.length,
                Spread.CONFIDENCE);
    }
}
