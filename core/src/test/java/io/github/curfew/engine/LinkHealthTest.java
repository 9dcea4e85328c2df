package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.model.BackendHealth.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LinkHealthTest {
    private Instant now = Instant.EPOCH;
    private final LinkHealth health = new LinkHealth("kafka", () -> now);

    @Test
    void aRemarkIsShownForADayAndIsNoFailure() {
        health.reading();
        health.remark("17 signals are gone");
        assertThat(health.get().state()).isEqualTo(State.LISTENING);
        assertThat(health.get().cause()).isEqualTo("17 signals are gone");

        now = now.plus(Duration.ofDays(1));
        assertThat(health.get().cause()).isEqualTo("17 signals are gone");
        now = now.plusMillis(1);
        assertThat(health.get().cause()).isEmpty();
        assertThat(health.get().state()).isEqualTo(State.LISTENING);
    }

    @Test
    void aFailureHidesARemarkUntilItIsOver() {
        health.reading();
        health.remark("17 signals are gone");
        health.readingFailed("the broker is down");
        assertThat(health.get().cause()).isEqualTo("the broker is down");
        health.reading();
        assertThat(health.get().cause()).isEqualTo("17 signals are gone");
    }
}
