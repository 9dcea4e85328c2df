package io.github.curfew.file;

import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where what is published goes, and what such a name tells later. */
final class Publications {
    /** How long a signal is kept stands in its name, so that whoever tidies up need not read it. */
    private static final Pattern SIGNAL = Pattern.compile(".*\\.keep-(\\d{1,6})h\\.json", Pattern.DOTALL);

    private static final String REPORT = ".json";

    private Publications() {}

    static String path(Outgoing message) {
        String name = FileNames.encode(message.name());
        if (message.topic() == Topic.SIGNALS) {
            long hours = Math.max(1, Math.min(999_999, (message.keep().toSeconds() + 3_599) / 3_600));
            return name + ".keep-" + hours + "h.json";
        }
        return FileNames.encode(message.group()) + "/" + name + REPORT;
    }

    /** Whether it is a file of our own making: written in one step, so never half. */
    static boolean isOurs(Topic topic, String path) {
        return topic == Topic.SIGNALS ? keep(path) != null : path.endsWith(REPORT);
    }

    /** How long a signal of ours is of use; null if it is not of ours. */
    static @Nullable Duration keep(String signal) {
        Matcher match = SIGNAL.matcher(signal);
        return match.matches() ? Duration.ofHours(Long.parseLong(match.group(1))) : null;
    }
}
