package io.github.curfew.config;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Quoted;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What core's own settings have to be beyond their types. */
final class ValueCheck {
    static final String LABELS = "labels.";

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");
    private static final Duration SHORTEST_BEAT = Duration.ofMillis(100);

    private ValueCheck() {}

    /** What is wrong with a value that its type has nothing against; null if nothing is. */
    static @Nullable String problemWith(String key, String value) {
        if (key.equals(CoreSettings.NAMESPACE.key())
                && !NAMESPACE.matcher(value).matches()) {
            return Quoted.text(value) + " is no namespace: write letters, digits, '-' and '_', at most 40 of them";
        }
        if (key.equals(CoreSettings.SIGNAL_EXPIRY.key())
                && Durations.parse(value).isZero()) {
            return "no signal would ever count: write a length of time above zero";
        }
        if (key.equals(CoreSettings.ROSTER_BEAT.key()) && Durations.parse(value).compareTo(SHORTEST_BEAT) < 0) {
            return Quoted.text(value) + " is too often: " + Durations.text(SHORTEST_BEAT) + " is the least";
        }
        if (key.startsWith(LABELS)) {
            try {
                Labels.check(key.substring(LABELS.length()), value);
            } catch (MalformedException e) {
                return e.getMessage();
            }
        }
        return null;
    }
}
