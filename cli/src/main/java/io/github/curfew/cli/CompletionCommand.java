package io.github.curfew.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        header = "Prints what makes bash and zsh complete commands and options.",
        customSynopsis = "curfew completion",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(curfew completion)                     for this shell",
            "  curfew completion > ~/.local/share/bash-completion/completions/curfew"
        })
final class CompletionCommand implements Callable<Integer> {
    private final World world;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    CompletionCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        world.out().print(AutoComplete.bash("curfew", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
