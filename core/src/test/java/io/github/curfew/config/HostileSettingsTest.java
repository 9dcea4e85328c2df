package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fuzzing found. */
class HostileSettingsTest {
    @TempDir
    Path dir;

    @Test
    void aNameForgesNoLine() {
        assertThatThrownBy(() -> Settings.resolve(
                        List.of(SettingsSource.code(
                                Map.of("labels.a\n2026 ERROR \u001b[31m\u202e", "x", "file.dir", "/x"))),
                        List.of(FakeProvider.file())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ERROR")
                .message()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    @Test
    void aFileThatIsNestedDeeplyIsRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("deep.conf"), "{a:".repeat(100_000));
        assertThatThrownBy(() -> SettingsSource.file(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("is nested too deeply to be read: no setting of Curfew needs that");
    }

    @Test
    void aLongValueIsShownSoon() {
        String value = "@" + "://h:".repeat(100_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Setting.shown("redis.url", value)).isEqualTo(value));
        assertThat(Setting.shown("x", "a://u:p@ss@h, b://v:q@i")).isEqualTo("a://u:***@h, b://v:***@i");
    }

    @Test
    void nobodyGuessesLongWhatALongNameMeans() {
        Map<String, String> entries = Map.of("st" + "o".repeat(100_000) + "p.deadline", "2m", "file.dir", "/x");
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() ->
                                Settings.resolve(List.of(SettingsSource.code(entries)), List.of(FakeProvider.file())))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageEndingWith("is no setting of Curfew: take it out"));
    }
}
