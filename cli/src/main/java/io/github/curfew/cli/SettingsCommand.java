package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.SettingEntry;
import io.github.curfew.config.SettingsSurvey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what is set, and where. */
@Command(
        name = "settings",
        header = "Shows what is set, where it is set, and what can be set.",
        sortOptions = false,
        customSynopsis = "curfew settings [--all] [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew settings                              what is set, and where",
            "  curfew settings --all                        every key there is, with its default and its meaning",
            "  curfew settings --set redis.url=redis://r -o json",
            "",
            "Secrets are not shown. Exit code 2 if the settings cannot be used; every problem is told. Of several",
            "profiles, ask for one at a time.",
            "",
            "-o json:",
            "  {\"backends\": [], \"settings\": [{\"key\", \"backend\", \"value\", \"from\", \"default\", \"type\", \"meaning\"}],",
            "   \"problems\": [], \"warnings\": []}"
        })
final class SettingsCommand extends RemoteCommand {
    @Option(
            names = {"-a", "--all"},
            description = "Every key there is.")
    private boolean all;

    SettingsCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() {
        SettingsSurvey survey = sources().survey(Backends.discover());
        List<SettingEntry> entries = new ArrayList<>(survey.entries());
        if (!all) {
            entries.removeIf(entry -> entry.place() == null);
        }
        switch (output()) {
            case JSON -> world().out().println(JsonText.of(json(survey, entries)));
            case NAME -> entries.forEach(entry -> world().out().println(entry.key()));
            case TABLE, WIDE -> print(survey, entries);
        }
        if (output() != Output.JSON) {
            survey.warnings().forEach(world()::say);
            survey.problems().forEach(world()::say);
        }
        return survey.problems().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private void print(SettingsSurvey survey, List<SettingEntry> entries) {
        Table table = all ? new Table("KEY", "VALUE", "FROM", "MEANING") : new Table("KEY", "VALUE", "FROM");
        for (SettingEntry entry : entries) {
            String value = Objects.requireNonNullElse(entry.value(), "-");
            String from = entry.place() == null ? (entry.value() == null ? "" : "default") : entry.place();
            if (all) {
                table.row(entry.key(), value, from, entry.setting().sentence());
            } else {
                table.row(entry.key(), value, from);
            }
        }
        if (entries.isEmpty()) {
            world().say("nothing is set; 'curfew settings --all' shows what can be");
        } else {
            table.print(world().out(), paint());
        }
        if (!survey.backends().isEmpty()) {
            world().out().println("Signals go over " + String.join(", ", survey.backends()) + ".");
        }
    }

    private static Map<String, Object> json(SettingsSurvey survey, List<SettingEntry> entries) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("backends", survey.backends());
        document.put("settings", entries.stream().map(SettingsCommand::json).toList());
        document.put("problems", survey.problems());
        document.put("warnings", survey.warnings());
        return document;
    }

    private static Map<String, Object> json(SettingEntry entry) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("key", entry.key());
        one.put("backend", entry.backend());
        one.put("value", entry.value());
        one.put("from", entry.place());
        one.put("default", entry.setting().defaultValue());
        one.put("type", entry.setting().type().name().toLowerCase(Locale.ROOT));
        one.put("meaning", entry.setting().sentence());
        return one;
    }
}
