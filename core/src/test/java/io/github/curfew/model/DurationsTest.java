package io.github.curfew.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "2d, PT48H",
        "PT5M, PT5M",
        " 10S , PT10S",
        "0s, PT0S",
        "1h0m5s, PT1H5S"
    })
    void readsWhatPeopleType(String text, Duration length) {
        assertThat(Durations.parse(text)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "PT-5M", "5min", "1.5s", "99999999999d", "5m30", "P"})
    void refusesTheRestInOneSentence(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("cannot read \"" + text + "\" as a length of time: write 250ms, 30s, 5m, 1h30m or PT5M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999d", "PT876000H", "3651d"})
    void refusesMoreThanTenYears(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("the length of time \"" + text
                        + "\" is more than ten years, and cannot be told from for ever: write a shorter one");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.24S, 240ms",
        "PT1.54S, 1.5s",
        "PT2S, 2s",
        "PT2M5S, 2m5s",
        "PT3H, 3h",
        "PT25H10M, 1d1h",
        "PT-2S, -2s",
        "PT-0.0005S, 0ms",
        // Between the years that somebody may have put into a report.
        "PT17531639991215H, 730484999633d23h",
        "PT-17531639991215H, -730484999633d23h"
    })
    void writesForPeople(Duration length, String text) {
        assertThat(Durations.text(length)).isEqualTo(text);
    }
}
