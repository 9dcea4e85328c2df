package io.github.curfew.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvennessTest {
    @Test
    void holdsFromHalfAnIntervalToThatAndTheCost() {
        Evenness even = new Evenness(548, 500, 20);
        assertThat(even.holds()).isTrue();
        assertThat(even.sentence()).contains("0.90 to 1.14 times").endsWith("is 1.10 times that.");
        // What is found before its put has returned costs nothing.
        assertThat(new Evenness(74, 75, 32).holds()).isTrue();
    }

    @Test
    void saysThatTheResultIsWorthNothingElse() {
        // What lanes in step with each other once came to.
        Evenness uneven = new Evenness(723, 500, 20);
        assertThat(uneven.holds()).isFalse();
        assertThat(uneven.sentence())
                .endsWith("is 1.45 times that: they were not, and a ratio would say nothing; measure anew, on a quieter"
                        + " machine.");
        assertThat(new Evenness(400, 500, 0).holds()).isFalse();
    }
}
