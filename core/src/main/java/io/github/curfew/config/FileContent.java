package io.github.curfew.config;

import java.util.List;
import java.util.Map;

/**
 * What a settings file says, whatever its form.
 *
 * @param values by name, as it is written there
 * @param places by name, as the end of a sentence; of those alone whose line is known
 * @param problems one sentence for each value that cannot be used
 */
record FileContent(Map<String, String> values, Map<String, String> places, List<String> problems) {
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
