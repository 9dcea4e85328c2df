package io.github.curfew.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatioTest {
    private final Random random = new Random(1);

    private Samples exponential(double mean, int count) {
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            samples.add(-mean * Math.log(1 - random.nextDouble()));
        }
        return samples;
    }

    private static double low(Figure ratio) {
        return Objects.requireNonNull(ratio.low());
    }

    private static double high(Figure ratio) {
        return Objects.requireNonNull(ratio.high());
    }

    @Test
    void whatHasNoSpreadHasNoBounds() {
        Samples some = new Samples();
        Samples others = new Samples();
        for (int i = 0; i < 10; i++) {
            some.add(3);
            others.add(2);
        }

        assertThat(Ratio.ofMedians(some, others)).isEqualTo(new Figure(1.5, 1.5, 1.5, 10, Spread.CONFIDENCE));
        assertThat(Ratio.ofMeans(some, others).value()).isEqualTo(1.5);
    }

    /** A mean of 400 such samples is known to 5 of a hundred, a ratio of two to 7, and 95 % lie within twice that. */
    @Test
    void theBoundsAreAsWideAsTheSamplesSay() {
        Figure ratio = Ratio.ofMeans(exponential(2, 400), exponential(1, 400));

        assertThat(low(ratio)).isLessThan(2.0);
        assertThat(high(ratio)).isGreaterThan(2.0);
        assertThat((high(ratio) - low(ratio)) / ratio.value()).isCloseTo(4 * 0.07, within(0.06));
    }

    /** Of a hundred times that two are alike, the bounds have 1 between them nearly always. */
    @Test
    void theBoundsHoldTheTruthNearlyAlways() {
        int held = 0;
        for (int time = 0; time < 100; time++) {
            Figure ratio = Ratio.ofMedians(exponential(1, 60), exponential(1, 60));
            held += low(ratio) <= 1 && high(ratio) >= 1 ? 1 : 0;
        }

        assertThat(held).isBetween(88, 100);
    }

    @Test
    void aTurnHasTwoSides() {
        assertThatThrownBy(() -> Ratio.ofMeans(exponential(1, 2), exponential(1, 3)))
                .hasMessageContaining("one side");
    }
}
