package io.github.curfew.cli;

import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Terms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands that have a stream drain have in common: how long that may take, and what happens then. */
abstract class DrainingCommand extends SignalCommand {
    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "How long the drain may take, such as 90s or 5m; the driver's stop.deadline if not given.")
    private @Nullable Duration deadline;

    @Option(
            names = "--on-timeout",
            paramLabel = "WAY",
            completionCandidates = Candidates.Ways.class,
            description = "After the deadline: force or keep-running; the driver's stop.on-timeout if not given.")
    private @Nullable OnTimeout onTimeout;

    DrainingCommand(World world, Action action) {
        super(world, action);
    }

    /** Whether to drain at all. */
    Mode mode() {
        return Mode.GRACEFUL;
    }

    boolean hasDeadline() {
        return deadline != null || onTimeout != null;
    }

    @Override
    Terms terms(String reason) {
        return new Terms(mode(), deadline, onTimeout, null, reason, null);
    }
}
