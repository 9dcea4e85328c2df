package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Spread;
import java.util.Arrays;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;

/**
 * By how much one side of pairs differs from the other, and whether by more than chance makes of two that are alike.
 *
 * @param shift of the middle of all means of two pairs' differences (Hodges and Lehmann), each of a hundred of its pair's
 *     other side, and the bounds between which the true one lies with 95 % confidence
 * @param probability of differences as large as these between two that are alike (Wilcoxon's signed ranks, two-sided)
 */
record Difference(Figure shift, Figure probability) {
    /** Of a normal distribution, what 95 % lie within. */
    private static final double DEVIATIONS = 1.96;
    /** Up to here the test goes through all cases, which double with each pair; with more the normal distribution is as good. */
    private static final int EXACT = 15;

    /**
     * Compares.
     *
     * @param some one side
     * @param others the other, pair by pair in the same order
     */
    static Difference of(Samples some, Samples others) {
        double[] differences = differences(some.toArray(), others.toArray());
        double[] means = means(differences);
        double pairs = differences.length;
        double reach = DEVIATIONS * Math.sqrt(pairs * (pairs + 1) * (2 * pairs + 1) / 24);
        int low = (int) Math.max(0, Math.round(means.length / 2.0 - reach) - 1);
        return new Difference(
                new Figure(
                        (means[(means.length - 1) / 2] + means[means.length / 2]) / 2,
                        means[low],
                        means[means.length - 1 - low],
                        differences.length,
                        Spread.CONFIDENCE),
                Figure.of(new WilcoxonSignedRankTest()
                        .wilcoxonSignedRankTest(
                                differences, new double[differences.length], differences.length <= EXACT)));
    }

    private static double[] differences(double[] some, double[] others) {
        if (some.length != others.length) {
            throw new IllegalArgumentException("there are pairs of which one side is missing");
        }
        double[] differences = new double[some.length];
        for (int pair = 0; pair < some.length; pair++) {
            differences[pair] = 100 * (some[pair] - others[pair]) / others[pair];
        }
        return differences;
    }

    /** Of every two of them, and of each with itself, in order. */
    private static double[] means(double[] differences) {
        double[] means = new double[differences.length * (differences.length + 1) / 2];
        int at = 0;
        for (int one = 0; one < differences.length; one++) {
            for (int other = 0; other <= one; other++) {
                means[at] = (differences[one] + differences[other]) / 2;
                at++;
            }
        }
        Arrays.sort(means);
        return means;
    }
}
