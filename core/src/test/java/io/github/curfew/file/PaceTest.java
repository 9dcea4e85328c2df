package io.github.curfew.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration SETTING = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration TWELVE = Duration.ofSeconds(12);

    private final Pace pace = new Pace(SETTING);

    private Duration pause(Duration took) {
        return Duration.ofNanos(pace.pause(took.toNanos()));
    }

    @Test
    void itIsAtItsSettingWhileLooksAreShort() {
        assertThat(pause(SHORT)).isEqualTo(SETTING);
        assertThat(pause(SHORT)).isEqualTo(SETTING);
    }

    @Test
    void oneLookThatWasHeldUpDelaysNoSignal() {
        pause(SHORT);
        assertThat(pause(TWELVE)).isEqualTo(SETTING);
        assertThat(pause(SHORT)).isEqualTo(SETTING);
    }

    @Test
    void whatTakesLongAgainAndAgainIsDoneSeldom() {
        pause(TWELVE);
        assertThat(pause(TWELVE)).isEqualTo(Duration.ofMinutes(1));
    }
}
