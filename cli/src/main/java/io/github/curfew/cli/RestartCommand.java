package io.github.curfew.cli;

import io.github.curfew.model.Action;
import picocli.CommandLine.Command;

/** Asks managed lifecycles to stop, do their maintenance, and go on. */
@Command(
        name = "restart",
        header = "Has managed lifecycles stop, do their maintenance, and go on.",
        sortOptions = false,
        customSynopsis = "curfew restart (SELECTOR | --all) [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew restart orders --wait                      and wait until it runs again",
            "  curfew restart team=payments --reason 'compact'   all of a team",
            "",
            "With --wait it waits for the maintenance too: where that takes long, give a --timeout.",
            "",
            "A stream that is no managed lifecycle refuses it and says so: exit code 3. For selectors, the form",
            "of -o json and what --wait means see 'curfew stop --help'.",
            "",
            ExitCode.HELP
        })
final class RestartCommand extends DrainingCommand {
    RestartCommand(World world) {
        super(world, Action.RESTART);
    }
}
