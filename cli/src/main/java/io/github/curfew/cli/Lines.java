package io.github.curfew.cli;

import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How single things are written for people. */
final class Lines {
    private Lines() {}

    static String name(RunInfo run) {
        return Quoted.plain(run.displayName());
    }

    /** Such as {@code signal 4711: stop team=payments}. */
    static String head(Signal signal) {
        return "signal " + signal.id().id() + ": " + signal.action().word() + " " + signal.selector();
    }

    static String batch(@Nullable Long batch) {
        return batch == null ? "-" : batch.toString();
    }

    static String length(Duration length) {
        return Durations.text(length);
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
