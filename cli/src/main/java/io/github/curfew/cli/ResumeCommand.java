package io.github.curfew.cli;

import io.github.curfew.model.Action;
import picocli.CommandLine.Command;

/** Asks paused lifecycles to go on. */
@Command(
        name = "resume",
        header = "Has paused lifecycles, and runs that are held, go on.",
        sortOptions = false,
        customSynopsis = "curfew resume (SELECTOR | --all) [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew resume orders --wait   and wait until it runs again",
            "  curfew resume run.id=5f0c...  a run that is held (takeover): it no longer waits for its",
            "                                predecessor, which must surely be gone",
            "",
            "With --wait it waits for the maintenance too: where that takes long, give a --timeout.",
            "",
            "A stream that is no managed lifecycle, and not held, refuses it and says so: exit code 3. For",
            "selectors, the form of -o json and what --wait means see 'curfew stop --help'.",
            "",
            ExitCode.HELP
        })
final class ResumeCommand extends SignalCommand {
    ResumeCommand(World world) {
        super(world, Action.RESUME);
    }
}
