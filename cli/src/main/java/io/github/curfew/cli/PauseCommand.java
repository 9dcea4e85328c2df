package io.github.curfew.cli;

import io.github.curfew.model.Action;
import picocli.CommandLine.Command;

/** Asks managed lifecycles to stop and wait for a resume. */
@Command(
        name = "pause",
        header = "Has managed lifecycles stop and wait for a resume.",
        sortOptions = false,
        customSynopsis = "curfew pause (SELECTOR | --all) [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew pause orders --wait    and wait until it has stopped",
            "  curfew resume orders          let it go on",
            "",
            "A stream that is no managed lifecycle refuses it and says so: exit code 3. For selectors, the form",
            "of -o json and what --wait means see 'curfew stop --help'.",
            "",
            ExitCode.HELP
        })
final class PauseCommand extends DrainingCommand {
    PauseCommand(World world) {
        super(world, Action.PAUSE);
    }
}
