package io.github.curfew.model;

import static io.github.curfew.model.Outcome.DRAINING;
import static io.github.curfew.model.Outcome.RECEIVED;
import static io.github.curfew.model.Outcome.REFUSED;
import static io.github.curfew.model.Outcome.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {
    @ParameterizedTest
    @EnumSource
    void nothingIsSaidTwice(Outcome outcome) {
        assertThat(outcome.supersedes(outcome)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RECEIVED", "DRAINING"},
            mode = EnumSource.Mode.EXCLUDE)
    void aFinalWordOutranksWhatLeadsToIt(Outcome last) {
        assertThat(last.supersedes(RECEIVED)).isTrue();
        assertThat(last.supersedes(DRAINING)).isTrue();
        assertThat(DRAINING.supersedes(RECEIVED)).isTrue();
        assertThat(RECEIVED.supersedes(DRAINING)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RECEIVED", "DRAINING", "REFUSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsFinalStays(Outcome last) {
        for (Outcome other : Outcome.values()) {
            assertThat(other.supersedes(last)).as("%s after %s", other, last).isFalse();
        }
    }

    /** A copy was refused; the run obeys the signal itself. */
    @ParameterizedTest
    @EnumSource(names = "REFUSED", mode = EnumSource.Mode.EXCLUDE)
    void aRefusalStaysOnlyUntilTheRunObeys(Outcome other) {
        assertThat(other.supersedes(REFUSED)).isTrue();
        assertThat(REFUSED.supersedes(STOPPED)).isFalse();
    }
}
