package io.github.curfew.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command without a subcommand: shows its help. */
@Command(
        name = "curfew",
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Stops Apache Spark streams gracefully, from outside.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew list                        who is there",
            "  curfew stop orders                 ask the query called orders to stop between two batches",
            "  curfew stop orders --wait          and wait until it has",
            "  curfew stop team=payments --wait   every run with that label",
            "  curfew stop --all --wait           every run there is",
            "  curfew stop --all --profile eu,us  on several clusters that a file describes",
            "  curfew status 5b1c8e62-…           what became of a signal",
            "  curfew watch                       who is there and what they report, as it happens",
            "  curfew keygen ops                  make a key, where only what is signed counts",
            "",
            "Say where senders and drivers meet, in one of these ways:",
            "  --set file.dir=/shared/curfew          on the command line",
            "  CURFEW_FILE_DIR=/shared/curfew         in the environment",
            "  curfew.file.dir=/shared/curfew         in a file that --config or CURFEW_CONFIG names",
            "  curfew.profiles.eu.redis.url=redis://r there too, for one of several clusters: --profile eu",
            "",
            "See 'curfew COMMAND --help' for more."
        })
final class RootCommand implements Runnable {
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

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    RootCommand(World world) {
        this.world = world;
    }

    @Override
    public void run() {
        spec.commandLine().usage(world.out());
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"curfew " + (version == null ? "(not packaged)" : version)};
        }
    }
}
