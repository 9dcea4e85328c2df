package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.SettingEntry;
import io.github.curfew.config.SettingsSurvey;
import io.github.curfew.spi.Setting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of the settings' documentation, made of the descriptions from which their validation comes. */
final class SettingsManual {
    private SettingsManual() {}

    /** Core's settings, then each backend's, by its name. */
    static String tables(Backends backends) {
        List<SettingEntry> all = SettingsSurvey.of(List.of(), backends).entries();
        Map<String, List<SettingEntry>> byBackend = all.stream()
                .filter(entry -> entry.backend() != null)
                .collect(Collectors.groupingBy(
                        entry -> Objects.requireNonNull(entry.backend()), TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        append(
                text,
                "Of all backends",
                all.stream().filter(entry -> entry.backend() == null).toList());
        byBackend.forEach((backend, entries) -> append(text, "`" + backend + "`", entries));
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<SettingEntry> entries) {
        text.append("\n### ").append(title).append("\n\n| key | type | default | |\n|---|---|---|---|\n");
        for (SettingEntry entry : entries) {
            Setting setting = entry.setting();
            String key = "`curfew." + setting.key() + "`";
            text.append("| ")
                    .append(setting.mayLieInFile() && !isPattern(setting) ? key + " or `….file`" : key)
                    .append(" | ")
                    .append(type(setting))
                    .append(" | ")
                    .append(setting.defaultValue() == null ? "" : "`" + setting.defaultValue() + "`")
                    .append(" | ")
                    .append(setting.sentence().replace("|", "\\|").replace("*", "\\*"))
                    .append(" |\n");
        }
    }

    private static String type(Setting setting) {
        return switch (setting.type()) {
            case CHOICE -> "`" + String.join("` or `", setting.choices()) + "`";
            case DURATION -> "length of time";
            case LIST -> "words, joined by commas";
            case BOOLEAN -> "`true` or `false`";
            case NUMBER -> "number";
            case TEXT -> setting.isSecret() ? isPattern(setting) ? "text, never shown" : "secret" : "text";
        };
    }

    private static boolean isPattern(Setting setting) {
        return setting.key().endsWith(".*");
    }
}
