package io.github.curfew.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Spread;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private final Random random = new Random(1);

    private Samples around(double middle) {
        Samples samples = new Samples();
        for (int i = 0; i < 15; i++) {
            samples.add(middle + random.nextGaussian());
        }
        return samples;
    }

    @Test
    void whatIsAlikeDiffersByChance() {
        Difference difference = Difference.of(around(100), around(100));

        assertThat(difference.probability().value()).isGreaterThan(0.025);
        assertThat(difference.shift().low()).isNegative();
        assertThat(difference.shift().high()).isPositive();
    }

    /** Of five and five it reaches from the third of the pairs to the third from the end, as tables of the test have it. */
    @Test
    void theRangeIsThatOfTheTest() {
        Samples some = new Samples();
        Samples others = new Samples();
        for (int i = 1; i <= 5; i++) {
            some.add(100 + i);
            others.add(97 + i);
        }

        Difference difference = Difference.of(some, others);

        // The pairs differ by -1, 0, 0, 1, and so on, up to 5, 6, 6, 7 of a hundred.
        assertThat(difference.shift().value()).isEqualTo(3.0);
        assertThat(difference.shift().low()).isEqualTo(0.0);
        assertThat(difference.shift().high()).isEqualTo(6.0);
        assertThat(difference.shift().spread()).isEqualTo(Spread.CONFIDENCE);
    }

    @Test
    void threePerCentAreNoticed() {
        Difference difference = Difference.of(around(103), around(100));

        assertThat(difference.probability().value()).isLessThan(0.001);
        assertThat(difference.shift().value()).isBetween(2.0, 4.0);
        assertThat(difference.shift().low()).isBetween(1.0, difference.shift().value());
        assertThat(difference.shift().high()).isBetween(difference.shift().value(), 5.0);
    }
}
