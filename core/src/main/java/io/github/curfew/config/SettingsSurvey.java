package io.github.curfew.config;

import java.util.List;

/**
 * All settings there are, and what is wrong with them, for somebody who wants to see what holds and why. Without sources
 * it is the list of all descriptions. It holds no secret.
 *
 * @param entries core's first, then each backend's, in the order of their descriptions
 * @param backends the names of those that are chosen; empty if none can be
 * @param problems one sentence for each thing that keeps the settings from being used
 * @param warnings one sentence for each thing that may not be what was meant
 */
public record SettingsSurvey(
        List<SettingEntry> entries, List<String> backends, List<String> problems, List<String> warnings) {
    /**
     * Copies the lists.
     *
     * @param entries see {@link #entries()}
     * @param backends see {@link #backends()}
     * @param problems see {@link #problems()}
     * @param warnings see {@link #warnings()}
     */
    public SettingsSurvey {
        entries = List.copyOf(entries);
        backends = List.copyOf(backends);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /**
     * Looks at sources.
     *
     * @param highestFirst where settings come from; what an earlier one sets, a later one does not change
     * @param backends what was found on the classpath, and what could not be loaded
     * @return what holds
     */
    public static SettingsSurvey of(List<SettingsSource> highestFirst, Backends backends) {
        return new Resolution(highestFirst, backends).survey();
    }
}
