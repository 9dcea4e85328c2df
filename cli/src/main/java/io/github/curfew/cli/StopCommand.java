package io.github.curfew.cli;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Publication;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "Without --wait it ends as soon as the broker has the signal. With --wait it ends when every run that",
            "is meant has answered for good; Ctrl-C ends the waiting, not the signal.",
            "",
            "-o json with --wait:",
            "  {\"signal\", \"source\", \"action\", \"selector\", \"mode\", \"backends\": [], \"exitCode\", \"tookMillis\",",
            "   \"runs\": [{\"run\", \"name\", \"outcome\", \"final\", \"presence\", \"matched\", \"lastBatch\",",
            "             \"tookMillis\", \"detail\", \"driver\", \"host\", \"labels\": {}}], \"warnings\": []}",
            "The outcome is received, draining, stopped, forced, overrun, failed, ended, refused, or null while",
            "the run is silent; the presence is here, gone or lost. Without --wait there are no exitCode,",
            "tookMillis and runs. Fields may be added, none will go.",
            "",
            ExitCode.HELP
        })
final class StopCommand extends RemoteCommand {
    @Parameters(paramLabel = "SELECTOR", arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    @Option(names = "--all", description = "Everyone.")
    private boolean all;

    @Option(names = "--now", description = "Cut the batch in flight instead of finishing it.")
    private boolean now;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "How long the drain may take, such as 90s or 5m; the driver's stop.deadline if not given.")
    private @Nullable Duration deadline;

    @Option(
            names = "--on-timeout",
            paramLabel = "WAY",
            description = "After the deadline: force or keep-running; the driver's stop.on-timeout if not given.")
    private @Nullable OnTimeout onTimeout;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the logs.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String reason;

    @Option(
            names = {"-w", "--wait"},
            description = "Wait until all have stopped, and show what happens.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait; the deadline and 30s if not given.")
    private @Nullable Duration timeout;

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "Wait until at least so many runs have answered for good.")
    private @Nullable Integer expect;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask for confirmation where a selector reaches far.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Publish nothing: show the message, and who would be meant.")
    private boolean dryRun;

    StopCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector();
        check();
        Settings settings = settings();
        Terms terms = new Terms(now ? Mode.NOW : Mode.GRACEFUL, deadline, onTimeout, null, reason, null);
        Signal signal = Signal.create(source(), Action.STOP, selector, terms, Instant.now());
        try (CurfewClient client = connect(settings)) {
            if (dryRun) {
                return showOnly(client, signal);
            }
            confirm(client, selector);
            if (!wait) {
                return publish(client, signal);
            }
            Duration most = Objects.requireNonNullElseGet(timeout, () -> patience(settings));
            try (Tracking tracking = client.track(signal)) {
                return new Waiting(world(), output(), tracking, Objects.requireNonNullElse(expect, 0)).until(most);
            }
        }
    }

    private Selector selector() {
        Selector selector = selector(words);
        if (all && selector != null) {
            throw new UsageException("--all is everyone, and " + selector + " is not: leave one of them out");
        }
        if (all) {
            return Selector.EVERYONE;
        }
        if (selector == null) {
            throw new UsageException("nobody is named: write 'curfew stop orders', labels such as"
                    + " 'curfew stop team=payments', or 'curfew stop --all' for everyone");
        }
        return selector;
    }

    private void check() {
        if (now && (deadline != null || onTimeout != null)) {
            throw new UsageException(
                    "--now cuts at once and has no deadline: leave out --now, or --deadline and" + " --on-timeout");
        }
        if (!wait && (timeout != null || expect != null)) {
            throw new UsageException((timeout == null ? "--expect" : "--timeout") + " needs --wait: add it");
        }
        if (dryRun && wait) {
            throw new UsageException("--dry-run publishes nothing that could be waited for: leave out --wait");
        }
        if (expect != null && expect < 1) {
            throw new UsageException("--expect is a number of runs from 1 on, not " + expect);
        }
    }

    private Duration patience(Settings settings) {
        Duration drain = now ? Duration.ZERO : Objects.requireNonNullElseGet(deadline, settings::stopDeadline);
        return drain.plusSeconds(30);
    }

    private static String source() {
        String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9._-]", "_");
        return "/curfew/cli/" + user;
    }

    /** A selector without a literal in it reaches further than its writer may think. */
    private void confirm(CurfewClient client, Selector selector) throws InterruptedException {
        if (selector.hasPositiveLiteral() || yes || all) {
            return;
        }
        World.Terminal terminal = world().terminal();
        if (terminal == null) {
            throw new UsageException(
                    "the selector " + selector + " names nobody in particular: add --yes if it is meant" + " so"
                            + (selector.isEveryone() ? ", or write --all" : ""));
        }
        int count = ListCommand.matching(client.roster(), selector).size();
        String answer = terminal.ask(
                "Stop everyone whom " + selector + " matches, " + Lines.count(count, "run") + " just now? [y/N] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new UsageException("nothing was published");
        }
    }

    private int publish(CurfewClient client, Signal signal) {
        Publication publication = client.publish(signal);
        switch (output()) {
            case JSON -> world().out().println(JsonText.of(json(publication)));
            case NAME -> world().out().println(signal.id());
            case TABLE ->
                world().out()
                        .println("signal " + signal.id() + ": stop " + signal.selector() + ", published over "
                                + String.join(", ", publication.receipts().keySet()));
        }
        if (output() != Output.JSON) {
            publication.warnings().forEach(world()::say);
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> json(Publication publication) {
        Map<String, Object> document = head(publication.signal());
        document.put("backends", publication.receipts().keySet());
        document.put("warnings", publication.warnings());
        return document;
    }

    static Map<String, Object> head(Signal signal) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("signal", signal.id().id());
        head.put("source", signal.id().source());
        head.put("action", signal.action().word());
        head.put("selector", signal.selector().toString());
        head.put("mode", signal.terms().mode().name().toLowerCase(Locale.ROOT));
        return head;
    }

    private int showOnly(CurfewClient client, Signal signal) throws InterruptedException {
        List<RosterEntry> meant = ListCommand.matching(client.roster(), signal.selector());
        switch (output()) {
            case JSON -> {
                Map<String, Object> document = head(signal);
                document.put("runs", meant.stream().map(ListCommand::json).toList());
                document.put("warnings", client.troubles());
                world().out().println(JsonText.of(document));
            }
            case NAME ->
                meant.forEach(
                        entry -> world().out().println(Lines.name(entry.status().run())));
            case TABLE -> {
                world().out().println(Codec.encode(signal).text());
                if (!meant.isEmpty()) {
                    ListCommand.table(meant).print(world().out());
                }
                client.troubles().forEach(world()::say);
            }
        }
        if (meant.isEmpty()) {
            world().say("nobody would be meant by " + signal.selector());
            return ExitCode.NOBODY;
        }
        return ExitCode.OK;
    }
}
