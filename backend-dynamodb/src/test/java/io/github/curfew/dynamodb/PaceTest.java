package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration SETTING = Duration.ofSeconds(5);
    private static final double ONE_UNIT = 1;
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(5);

    private final Pace pace = new Pace(SETTING);

    @Test
    void itIsAtItsSettingWhileNothingHappens() {
        assertThat(pace.pause(ONE_UNIT, SHORT)).isEqualTo(SETTING);
    }

    @Test
    void itIsQuickOnceSomethingHappens() {
        pace.liven();
        assertThat(pace.pause(ONE_UNIT, SHORT)).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void aSettingThatIsQuickerStays() {
        Pace quick = new Pace(Duration.ofMillis(50));
        quick.liven();
        assertThat(quick.pause(ONE_UNIT, SHORT)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whatLiesAroundMakesItSlowerAndNotDearer() {
        pace.liven();
        assertThat(pace.pause(2_000, SHORT)).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.pause(ONE_UNIT, TimeUnit.SECONDS.toNanos(4)))
                .as("a driver has other work to do")
                .isEqualTo(Duration.ofSeconds(12));
    }
}
