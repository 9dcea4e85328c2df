package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.model.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows who is there and what they report, as it happens. */
@Command(
        name = "watch",
        header = "Shows who is there and what they report, as it happens.",
        sortOptions = false,
        customSynopsis = "curfew watch [SELECTOR] [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew watch                     everyone, until Ctrl-C",
            "  curfew watch team=payments       those with a label",
            "  curfew watch --for 10m -o json   one line of JSON for each event, for ten minutes",
            "",
            "On a terminal it is a table in place, with the latest reports below it. In a pipe each change is a",
            "line. What keeps reports from being read is told there too, with -o json and name on standard",
            "error.",
            "",
            "-o json, a line each:",
            "  {\"time\", \"event\": \"run\" or \"report\", \"profile\", \"run\", \"name\", \"state\", \"lastBatch\",",
            "   \"signal\", \"detail\", \"labels\": {}}",
            "The profile is there when several are acted on."
        })
final class WatchCommand extends RemoteCommand {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final int MOST_REPORTS = 10_000;

    @Parameters(paramLabel = "SELECTOR", arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long; until Ctrl-C if not given.")
    private @Nullable Duration time;

    WatchCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector(words, "Give no selector");
        BlockingQueue<Said> reports = new LinkedBlockingQueue<>(MOST_REPORTS);
        try (Fleet fleet = fleet()) {
            Answers<Boolean> asked = fleet.ask((profile, client) -> {
                var unused = client.roster();
                return true;
            });
            asked.failures().forEach(world()::say);
            fleet.clients()
                    .forEach((profile, client) -> client.listen(report -> {
                        if (selector == null || selector.match(report.run().labels()) != null) {
                            // Of more than that between two looks, the newest say how things stand.
                            while (!reports.offer(new Said(fleet.label(profile), report))) {
                                reports.poll();
                            }
                        }
                    }));
            World.Terminal terminal = world().terminal();
            Watching watching = output() == Output.TABLE && terminal != null && terminal.redraws()
                    ? new WatchScreen(world().out(), terminal, paint(), fleet.isSeveral())
                    : new WatchLines(world(), output(), paint());
            long end = System.nanoTime() + (time == null ? FOREVER : time).toNanos();
            while (System.nanoTime() < end && !world().out().checkError()) {
                Roll known = fleet.known(selector);
                List<Said> news = new ArrayList<>();
                Said first = reports.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    news.add(first);
                    reports.drainTo(news);
                }
                watching.show(known.rows(), news, known.failures());
            }
            return asked.failures().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
        }
    }
}
