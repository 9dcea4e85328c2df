package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.config.Backends;
import io.github.curfew.config.SettingEntry;
import io.github.curfew.config.SettingsSources;
import io.github.curfew.config.SettingsSurvey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Here, because the command line has every backend on its class path. */
final class SettingsManualTest {
    private final GeneratedPart manual = new GeneratedPart("settings.md", SettingsManualTest.class);

    @Test
    void saysWhatTheDescriptionsSay() throws IOException {
        manual.isOrBecomes(SettingsManual.tables(Backends.discover()));
    }

    /** Of all that stands in them, only the secret's file is not here. */
    @ParameterizedTest
    @ValueSource(strings = {"conf", "properties"})
    void showsFilesThatCanBeRead(String form, @TempDir Path dir) throws IOException {
        Matcher block =
                Pattern.compile("(?s)```\n(# curfew\\." + form + ".*?)```").matcher(manual.text());
        assertThat(block.find()).isTrue();
        Path file = Files.writeString(dir.resolve("curfew." + form), block.group(1));
        SettingsSurvey survey = SettingsSources.of(Map.of("CURFEW_CONFIG", file.toString()), new Properties())
                .survey(Backends.discover());

        assertThat(survey.problems()).allMatch(problem -> problem.contains("/run/secrets/redis cannot be read"));
        assertThat(survey.warnings()).isEmpty();
        assertThat(survey.backends()).containsExactly("redis", "http");
    }

    @Test
    void everySentenceIsOne() {
        List<SettingEntry> all =
                SettingsSurvey.of(List.of(), Backends.discover()).entries();

        assertThat(all)
                .extracting(entry -> entry.setting().sentence())
                .allMatch(sentence -> sentence.matches("\\p{Upper}.*\\."));
        assertThat(all).extracting(SettingEntry::key).doesNotHaveDuplicates();
        assertThat(all)
                .filteredOn(entry -> entry.backend() != null)
                .allMatch(entry -> entry.key().startsWith(entry.backend() + "."));
    }
}
