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
    private static final Path MANUAL = Path.of("..", "docs", "settings.md");
    private static final String BEGIN = "<!-- from the descriptions: begin -->\n";
    private static final String END = "\n<!-- from the descriptions: end -->";
    private static final String COMMAND = "mvn -pl cli -am test -Dtest=SettingsManualTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dcurfew.docs=write";

    @Test
    void saysWhatTheDescriptionsSay() throws IOException {
        String text = Files.readString(MANUAL);
        String right = text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                + SettingsManual.tables(Backends.discover())
                + text.substring(text.indexOf(END));
        if ("write".equals(System.getProperty("curfew.docs"))) {
            Files.writeString(MANUAL, right);
            return;
        }

        assertThat(text)
                .as("docs/settings.md is not what the settings' descriptions say; write it anew with: %s", COMMAND)
                .isEqualTo(right);
        assertThat(text).as("the manual tells how it is made").contains(COMMAND);
    }

    /** Of all that stands in them, only the secret's file is not here. */
    @ParameterizedTest
    @ValueSource(strings = {"conf", "properties"})
    void showsFilesThatCanBeRead(String form, @TempDir Path dir) throws IOException {
        Matcher block =
                Pattern.compile("(?s)```\n(# curfew\\." + form + ".*?)```").matcher(Files.readString(MANUAL));
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
