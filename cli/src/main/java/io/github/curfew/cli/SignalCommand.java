package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.client.Publication;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that publish a signal have in common: whom it means, and whether to wait for what becomes of it. */
abstract class SignalCommand extends RemoteCommand {
    private static final int MOST_SILENT = 5;

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
            description = "How long to wait once the signal is sent, to the last of several clusters; if not given, the"
                    + " deadline, or else stop.deadline as it is set here, and 30s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "Wait until at least so many runs have answered for good.")
    private @Nullable Integer expect;

    @Option(
            names = "--expiry",
            paramLabel = "TIME",
            description = "How long the signal counts, such as 10m; the driver's signal.expiry if not given.")
    private @Nullable Duration expiry;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask for confirmation where a selector reaches far.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Publish nothing: show the message, and who would be meant.")
    private boolean dryRun;

    @Option(
            names = "--stream",
            description =
                    "With --wait and -o json: a line for each thing that happens, instead of one document at the end.")
    private boolean stream;

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
        if (stream && !(wait && output() == Output.JSON)) {
            throw new UsageException("--stream needs --wait and -o json: add them");
        }
        if (dryRun && wait) {
            throw new UsageException("--dry-run publishes nothing that could be waited for: leave out --wait");
        }
        if (expiry != null && expiry.isZero()) {
            throw new UsageException("--expiry is more than nothing, such as 10m");
        }
        if (expect != null && expect < 1) {
            throw new UsageException("--expect is a number of runs from 1 on, not " + expect);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector();
        check();
        Terms terms = expiry == null ? terms(reason) : terms(reason).expiringAfter(expiry);
        Signal signal = Signal.create(source(), action, selector, terms, Instant.now());
        Codec.check(signal);
        try (Fleet fleet = fleet()) {
            if (dryRun) {
                return showOnly(fleet, signal);
            }
            boolean asks = !selector.hasPositiveLiteral() && !yes && !all;
            World.Terminal terminal = world().terminal();
            if (asks && terminal == null) {
                throw new UsageException(
                        "the selector " + selector + " names nobody in particular: add --yes if it is meant" + " so"
                                + (selector.isEveryone() ? ", or write --all" : ""));
            }
            Roll meant = asks ? fleet.roster(selector) : wait ? fleet.rosterSoon(selector) : null;
            List<String> unknown = meant == null ? List.of() : meant.failures();
            StreamView events = stream ? new StreamView(world().out(), signal) : null;
            if (events != null) {
                events.expected(meant == null ? List.of() : meant.rows());
                unknown.forEach(events::warn);
            } else if (output() != Output.JSON) {
                if (meant != null && wait && output() == Output.TABLE) {
                    Meant.print(world().out(), signal, meant, fleet.isSeveral());
                }
                unknown.forEach(world()::say);
            }
            if (asks && terminal != null) {
                confirm(terminal, selector, meant == null ? 0 : meant.rows().size());
            }
            String status = "'" + statusHint(signal.id().id()) + "'";
            world().farewell().set("the signal may have been sent; see " + status);
            try {
                return wait ? sendAndWait(fleet, signal, unknown, events) : publish(fleet, signal, unknown);
            } finally {
                world().farewell().set(null);
            }
        }
    }

    /** Each cluster is sent to by itself, so that one that hangs delays neither the others nor what is told of them. */
    private int sendAndWait(Fleet fleet, Signal signal, List<String> unknown, @Nullable StreamView events)
            throws InterruptedException {
        int least = Objects.requireNonNullElse(expect, 0);
        Asked<Tracking> clusters = fleet.begin((profile, client) -> {
            if (events != null) {
                events.listen(fleet.label(profile), client);
            }
            return client.track(signal, fleet.isSeveral() ? 0 : least);
        });
        String hint = statusHint(signal.id().id());
        Sending sending = new Sending(signal, unknown, clusters, least, timeout, hint);
        Subject subject = new Subject(signal, hint, listHint(signal.selector()));
        int code = new Waiting(world(), output(), sending, events == null ? view(subject) : events).untilDone();
        Set<String> away = new HashSet<>(fleet.clients().keySet());
        away.removeAll(clusters.soFar().given().keySet());
        tellOfSilent(fleet.silentStill(away));
        return code;
    }

    /** Where no broker keeps who is there, a driver that hangs is in no list of those who are meant. */
    private void tellOfSilent(Answers<List<Silent>> answers) {
        List<String> sentences = answers.given().values().stream()
                .flatMap(List::stream)
                .map(Silent::sentence)
                .toList();
        sentences.stream().limit(MOST_SILENT).forEach(world()::say);
        if (sentences.size() > MOST_SILENT) {
            world().say((sentences.size() - MOST_SILENT) + " more say nothing: see 'curfew list'");
        }
        answers.failures().forEach(world()::say);
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
    private void confirm(World.Terminal terminal, Selector selector, int count) {
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

    private int publish(Fleet fleet, Signal signal, List<String> unknown) throws InterruptedException {
        Answers<Publication> published = fleet.ask((profile, client) -> client.publish(signal));
        String hint = statusHint(signal.id().id());
        Sent sent = new Sent(
                signal,
                fleet.isSeveral(),
                published.given(),
                published.failures(),
                0,
                Duration.ZERO,
                Duration.ZERO,
                hint);
        switch (output()) {
            case JSON -> {
                Map<String, Object> document = head(signal);
                document.put("backends", sent.backends());
                List<String> warnings = new ArrayList<>(unknown);
                warnings.addAll(sent.warnings());
                document.put("warnings", warnings);
                world().out().println(JsonText.of(document));
            }
            case NAME -> world().out().println(signal.id().id());
            case TABLE, WIDE ->
                world().out().println(Lines.head(signal) + ", published over " + sent.way() + "; see '" + hint + "'");
        }
        if (output() != Output.JSON) {
            sent.warnings().forEach(world()::say);
        }
        return sent.failures().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
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

    private int showOnly(Fleet fleet, Signal signal) throws InterruptedException {
        Roll meant = fleet.roster(signal.selector());
        List<String> warnings = fleet.warnings(meant);
        switch (output()) {
            case JSON -> {
                Map<String, Object> document = head(signal);
                document.put("message", Codec.encode(signal).text());
                document.put("runs", meant.rows().stream().map(RowJson::of).toList());
                document.put("warnings", warnings);
                world().out().println(JsonText.of(document));
            }
            case NAME -> meant.rows().forEach(row -> world().out().println(row.name()));
            case TABLE, WIDE -> {
                world().out().println(Codec.encode(signal).text());
                if (!meant.rows().isEmpty()) {
                    ListCommand.table(fleet.isSeveral(), meant.rows()).print(world().out());
                }
                warnings.forEach(world()::say);
            }
        }
        if (!meant.failures().isEmpty()) {
            return ExitCode.ERROR;
        }
        if (meant.rows().isEmpty()) {
            world().say("nobody would be meant by " + signal.selector());
            return ExitCode.NOBODY;
        }
        return ExitCode.OK;
    }
}
