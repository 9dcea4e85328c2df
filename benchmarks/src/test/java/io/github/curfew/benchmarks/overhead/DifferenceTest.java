package io.github.curfew.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Spread;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private final Random random = new Random(1);

    /** A machine whose speed wanders by a third and more, and two that run on it at nearly the same time. */
    private Difference ofPairs(int pairs, double someOfAHundred) {
        Samples some = new Samples();
        Samples others = new Samples();
        for (int pair = 0; pair < pairs; pair++) {
            double machine = 100 + 40 * random.nextDouble();
            some.add(machine * someOfAHundred / 100 * (1 + random.nextGaussian() / 100));
            others.add(machine * (1 + random.nextGaussian() / 100));
        }
        return Difference.of(some, others);
    }

    @Test
    void whatIsAlikeDiffersByChance() {
        Difference difference = ofPairs(40, 100);

        assertThat(difference.probability().value()).isGreaterThan(0.025);
        assertThat(difference.shift().low()).isNegative();
        assertThat(difference.shift().high()).isPositive();
    }

    @Test
    void onePerCentIsNoticedThoughTheMachineWandersByAThird() {
        Difference difference = ofPairs(40, 101);

        assertThat(difference.probability().value()).isLessThan(0.01);
        assertThat(difference.shift().value()).isBetween(0.3, 1.7);
        assertThat(difference.shift().low()).isBetween(0.0, difference.shift().value());
        assertThat(difference.shift().high()).isBetween(difference.shift().value(), 2.5);
    }

    /**
     * Of six pairs there are 21 means of two, and tables of the test have the first and the last for 95 %; all to one side
     * are two cases of 64.
     */
    @Test
    void theBoundsAndTheProbabilityAreThoseOfTheTest() {
        Samples some = new Samples();
        Samples others = new Samples();
        for (int pair = 1; pair <= 6; pair++) {
            some.add(100 + pair);
            others.add(100);
        }

        Difference difference = Difference.of(some, others);

        assertThat(difference.shift().value()).isEqualTo(3.5);
        assertThat(difference.shift().low()).isEqualTo(1.0);
        assertThat(difference.shift().high()).isEqualTo(6.0);
        assertThat(difference.shift().samples()).isEqualTo(6);
        assertThat(difference.shift().spread()).isEqualTo(Spread.CONFIDENCE);
        assertThat(difference.probability().value()).isEqualTo(2 / 64.0);
    }

    @Test
    void aPairHasTwoSides() {
        Samples one = new Samples();
        one.add(1);

        assertThatThrownBy(() -> Difference.of(one, new Samples())).hasMessageContaining("pairs");
    }
}
