package io.github.curfew.cli;

import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks runs to stop, and can wait until they have. */
@Command(
        name = "stop",
        header = "Asks runs to stop between two batches, and can wait until they have.",
        sortOptions = false,
        customSynopsis = "curfew stop (SELECTOR | --all) [OPTION...]",
        footerHeading = "%nSelectors:%n",
        footer = {
            "  orders                     exactly a query's name or id, a run's id, an application's name or id",
            "  team=payments,region!=eu   labels, all of which must hold; also 'region in (eu,us)'",
            "  'query.name=etl-*'         * stands for any text in a label's value; quote it for the shell",
            "",
            "Examples:",
            "  curfew stop orders --wait                         finish and commit the batch in flight, then stop",
            "  curfew stop orders --deadline 2m --wait           cut it if that takes more than two minutes",
            "  curfew stop orders --deadline 2m --on-timeout keep-running --wait",
            "                                                    let it go on draining then",
            "  curfew stop orders --now --wait                   cut it at once",
            "  curfew stop team=payments --wait --expect 3       be content with no fewer than three",
            "  curfew stop team=payments --dry-run               see the message, and who would be meant",
            "  curfew stop --all --wait -o json                  everyone, for a program",
            "",
            "Without --wait it ends as soon as the broker has the signal, and 'curfew status' tells later what",
            "became of it. With --wait it ends when every run that is meant has answered for good; Ctrl-C ends",
            "the waiting, not the signal.",
            "",
            "-o json with --wait:",
            "  {\"signal\", \"source\", \"action\", \"selector\", \"mode\", \"backends\": [], \"exitCode\", \"tookMillis\",",
            "   \"runs\": [{\"run\", \"name\", \"outcome\", \"final\", \"presence\", \"matched\", \"lastBatch\",",
            "             \"tookMillis\", \"detail\", \"driver\", \"host\", \"labels\": {}}], \"warnings\": []}",
            "The outcome is received, draining, stopped, forced, overrun, failed, ended, refused, of a managed",
            "lifecycle also restarted, paused or resumed, or null while the run is silent; the presence is here,",
            "gone or lost. Without --wait there are no exitCode, tookMillis and runs; with --dry-run there are",
            "the message, and under runs who would be meant. Fields may be added, none will go.",
            "",
            ExitCode.HELP
        })
final class StopCommand extends DrainingCommand {
    @Option(names = "--now", description = "Cut the batch in flight instead of finishing it.")
    private boolean now;

    StopCommand(World world) {
        super(world, Action.STOP);
    }

    @Override
    Mode mode() {
        return now ? Mode.NOW : Mode.GRACEFUL;
    }

    @Override
    void check() {
        super.check();
        if (now && hasDeadline()) {
            throw new UsageException(
                    "--now cuts at once and has no deadline: leave out --now, or --deadline and --on-timeout");
        }
    }
}
