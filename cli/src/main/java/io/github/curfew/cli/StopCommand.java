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
            "  curfew stop team=payments --profile eu,us --wait  on two clusters, as one result",
            "  curfew stop team=payments --dry-run               see the message, and who would be meant",
            "  curfew stop --all --wait -o json                  everyone, for a program",
            "  curfew stop --all --wait -o json --stream         a line for each thing that happens",
            "",
            "Without --wait it ends as soon as the broker has the signal, and 'curfew status' tells later what",
            "became of it. With --wait it says who is meant before it sends the signal, and ends when all of",
            "them have answered for good; Ctrl-C ends the waiting, not the signal. Runs that begin later are not",
            "meant, and are told at the end. Of many runs those are shown that need a look; 'curfew status'",
            "shows each.",
            "",
            "-o json with --wait:",
            "  {\"signal\", \"source\", \"action\", \"selector\", \"mode\", \"backends\": [], \"exitCode\", \"tookMillis\",",
            "   \"counts\": {OUTCOME: N}, \"medianMillis\", \"maxMillis\", \"later\": [{\"profile\", \"run\", \"name\"}],",
            "   \"runs\": [{\"profile\", \"run\", \"name\", \"app\", \"outcome\", \"final\", \"presence\", \"matched\",",
            "             \"lastBatch\", \"tookMillis\", \"detail\", \"driver\", \"host\", \"labels\": {}}],",
            "   \"warnings\": []}",
            "The outcome is received, draining, stopped, forced, overrun, failed, ended, refused, of a managed",
            "lifecycle also restarted, paused or resumed, or null while the run is silent; the presence is here,",
            "gone or lost. Without --wait there is nothing from exitCode to runs; with --dry-run there are the",
            "message, and under runs who would be meant. The profile is there when several are acted on. Fields",
            "may be added, none will go.",
            "",
            "With --stream each line has time and event, and what is known: expected (a run that is meant), sent",
            "(once for each cluster that took it), an outcome, lost, gone, later, trouble, and in the end",
            "summary, with the fields from exitCode to later. A cluster that failed may have the signal all the",
            "same: outcomes from there are told too, and the summary does not count them. A word that is",
            "followed by another at once may be missing, where a backend keeps the latest.",
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
