package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Spread;
import java.util.Arrays;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;

/**
 * By how much some differ from others, and whether by more than chance makes of two that are alike.
 *
 * @param shift of the median pair (Hodges and Lehmann), of a hundred of the others' median, and the bounds between which the
 *     true one lies with 95 % confidence
 * @param probability of a difference as large as this between two that are alike (Mann and Whitney, two-sided)
 */
record Difference(Figure shift, Figure probability) {
    /** Of a normal distribution, what 95 % lie within. */
    private static final double DEVIATIONS = 1.96;

    static Difference of(Samples some, Samples others) {
        double[] one = some.toArray();
        double[] other = others.toArray();
        double[] pairs = Arrays.stream(one)
                .flatMap(value -> Arrays.stream(other).map(against -> value - against))
                .map(difference -> 100 * difference / others.median())
                .sorted()
                .toArray();
        double most = (double) one.length * other.length;
        double reach = DEVIATIONS * Math.sqrt(most * (one.length + other.length + 1) / 12);
        int low = (int) Math.max(0, Math.round(most / 2 - reach) - 1);
        return new Difference(
                new Figure(
                        (pairs[(pairs.length - 1) / 2] + pairs[pairs.length / 2]) / 2,
                        pairs[low],
                        pairs[pairs.length - 1 - low],
                        one.length + other.length,
                        Spread.CONFIDENCE),
                Figure.of(new MannWhitneyUTest().mannWhitneyUTest(one, other)));
    }
}
