package io.github.curfew.cli;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Publication;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that publish a signal have in common: whom it means, and whether to wait for what becomes of it. */
abstract class SignalCommand extends RemoteCommand {
    @Parameters(paramLabel = "SELECTOR", arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    @Option(names = "--all", description = "Everyone.")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the logs.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String reason;

    @Option(
            names = {"-w", "--wait"},
            description = "Wait until all have answered for good, and show what happens.")
    private boolean wait;

    @Option(
            names = "--detach",
            description = "Don't wait, which is the default; 'curfew status' tells later what became of it.")
    private boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "How long to wait; if not given, the deadline, or else stop.deadline as it is set here, and 30s.")
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

    private final Action action;

    SignalCommand(World world, Action action) {
        super(world);
        this.action = action;
    }

    /** What the signal says beyond whom it means. */
    Terms terms(String reason) {
        return new Terms(Mode.GRACEFUL, null, null, null, reason, null);
    }

    /** Refuses what does not go together. */
    void check() {
        if (detach && wait) {
            throw new UsageException("--detach does not wait, and --wait does: leave one of them out");
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

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector();
        check();
        Settings settings = settings();
        Signal signal = Signal.create(source(), action, selector, terms(reason), Instant.now());
        try (CurfewClient client = connect(settings)) {
            if (dryRun) {
                return showOnly(client, signal);
            }
            confirm(client, selector);
            if (!wait) {
                return publish(client, signal);
            }
            try (Tracking tracking = client.track(signal, Objects.requireNonNullElse(expect, 0))) {
                return new Waiting(world(), output(), tracking, view())
                        .until(Objects.requireNonNullElseGet(timeout, tracking::patience));
            }
        }
    }

    private Selector selector() {
        Selector selector = selector(words, "Write --all");
        if (all && selector != null) {
            throw new UsageException("--all is everyone, and " + selector + " is not: leave one of them out");
        }
        if (all) {
            return Selector.EVERYONE;
        }
        if (selector == null) {
            throw new UsageException("nobody is named: write 'curfew " + action.word()
                    + " orders', labels such as 'curfew " + action.word() + " team=payments', or 'curfew "
                    + action.word() + " --all' for everyone");
        }
        return selector;
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
                verb() + " everyone whom " + selector + " matches, " + Lines.count(count, "run") + " just now? [y/N] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new UsageException("nothing was published");
        }
    }

    private String verb() {
        return action.word().substring(0, 1).toUpperCase(Locale.ROOT)
                + action.word().substring(1);
    }

    private int publish(CurfewClient client, Signal signal) {
        Publication publication = client.publish(signal);
        switch (output()) {
            case JSON -> world().out().println(JsonText.of(json(publication)));
            case NAME -> world().out().println(signal.id().id());
            case TABLE ->
                world().out()
                        .println(Lines.head(signal) + ", published over "
                                + String.join(", ", publication.receipts().keySet()) + "; see 'curfew status "
                                + signal.id().id() + "'");
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
                document.put("message", Codec.encode(signal).text());
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
