package io.github.curfew.benchmarks.latency;

import java.util.Locale;

/**
 * Whether a raw client that looks again and again was sent messages at moments that are spread evenly between its looks:
 * only then its mean, and what is measured by it, says something. It is half an interval then, and some of what a put and
 * a look take: a message can be found before its put has returned.
 *
 * @param mean of its times, in milliseconds
 * @param half of the interval between its looks
 * @param cost of a put and a look together
 */
record Evenness(double mean, double half, double cost) {
    /** Of either bound. */
    private static final double TOLERANCE = 0.1;

    private double least() {
        return 1 - TOLERANCE;
    }

    private double most() {
        return (1 + TOLERANCE) * (half + cost) / half;
    }

    private double measured() {
        return mean / half;
    }

    boolean holds() {
        return measured() >= least() && measured() <= most();
    }

    /** For below the table. */
    String sentence() {
        String bounds = String.format(
                Locale.ROOT,
                "Moments that are spread evenly, a put and a look (%.2f ms) make %.2f to %.2f times half an interval; the raw"
                        + " client's mean is %.2f times that",
                cost,
                least(),
                most(),
                measured());
        return holds()
                ? bounds + "."
                : bounds + ": they were not, and a ratio would say nothing; measure anew, on a quieter machine.";
    }
}
