package io.github.curfew.benchmarks.nothingcut;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppedTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesBackFromItsLine(boolean gaveUp) {
        Instant signal = Instant.parse("2026-11-22T07:00:00.123Z");
        Stopped stopped = new Stopped(signal, signal.plusMillis(10_004), gaveUp);

        assertThat(Stopped.parse(stopped.line())).isEqualTo(stopped);
    }
}
