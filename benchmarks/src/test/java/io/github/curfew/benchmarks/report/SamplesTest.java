package io.github.curfew.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianLiesBetweenTheTwoInTheMiddle() {
        Samples samples = Samples.of(List.of(Duration.ofMillis(9), Duration.ofMillis(1), Duration.ofMillis(4)));
        assertThat(samples.median()).isEqualTo(4);

        samples.addNanos(2_000_000);
        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.figure()).isEqualTo(new Figure(3, 1.0, 9.0, 4, Spread.RANGE));
        assertThat(samples.quantile(1)).isEqualTo(9);
        assertThat(samples.mean()).isEqualTo(4);
    }

    @Test
    void oneIsItsOwnMedian() {
        Samples samples = new Samples();
        samples.add(2.5);

        assertThat(samples.figure(0.99).value()).isCloseTo(2.5, within(0.0));
        assertThat(samples.figure().text(Unit.MILLIS)).isEqualTo("2.50 ms");
    }

    @Test
    void aRatioOfRoundsHasTheirSpread() {
        Samples some = Samples.of(List.of(Duration.ofMillis(2), Duration.ofMillis(9), Duration.ofMillis(4)));
        Samples others = Samples.of(List.of(Duration.ofMillis(1), Duration.ofMillis(3), Duration.ofMillis(4)));

        assertThat(some.overEach(others)).isEqualTo(new Figure(2, 1.0, 3.0, 3, Spread.RANGE));
        others.add(0);
        assertThatThrownBy(() -> some.overEach(others)).hasMessageContaining("one side is missing");
        some.add(1);
        assertThat(some.overEach(others)).isNull();
    }

    @Test
    void aDifferenceOfRoundsHasTheirSpread() {
        Samples some = Samples.of(List.of(Duration.ofMillis(2), Duration.ofMillis(9), Duration.ofMillis(4)));
        Samples others = Samples.of(List.of(Duration.ofMillis(0), Duration.ofMillis(3), Duration.ofMillis(5)));

        assertThat(some.lessEach(others)).isEqualTo(new Figure(2, -1.0, 6.0, 3, Spread.RANGE));
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> new Samples().median()).hasMessage("nothing was measured");
    }
}
