package io.github.curfew.cli;

import io.github.curfew.CurfewException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows who is there. */
@Command(
        name = "list",
        header = "Shows which runs are there.",
        sortOptions = false,
        customSynopsis = "curfew list [SELECTOR] [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew list                     everyone",
            "  curfew list team=payments       those with a label",
            "  curfew list 'query.name=etl-*'  those with such a name",
            "  curfew list -o name             names alone, for a shell",
            "",
            "A run is lost when its driver has been silent for two beats (roster.beat): it has crashed, or",
            "cannot reach the broker.",
            "",
            "-o json:",
            "  {\"runs\": [{\"run\", \"name\", \"state\", \"lost\", \"lastBatch\", \"started\", \"lastHeard\", \"driver\",",
            "             \"app\", \"host\", \"labels\": {},",
            "             \"backends\": [{\"backend\", \"state\", \"since\", \"cause\"}]}],",
            "   \"silent\": [{\"driver\", \"place\", \"lastSeen\", \"labels\": {}}], \"warnings\": []}",
            "lastBatch is null where it is not known. Silent are drivers that left a trace on the broker, such",
            "as a queue, and do not answer. Fields may be added, none will go.",
            "",
            "Exit codes:",
            "  0    somebody is there, or no selector was given",
            "  1    an error, such as a broker out of reach",
            "  2    wrong usage or settings",
            "  4    nobody matched",
        })
final class ListCommand extends RemoteCommand {
    @Parameters(paramLabel = "SELECTOR", arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    ListCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector(words, "Give no selector");
        try (CurfewClient client = connect(settings())) {
            List<RosterEntry> entries = matching(client.roster(), selector);
            List<String> warnings = new ArrayList<>(client.troubles());
            List<Sighting> silent = silent(client, warnings);
            print(entries, silent, warnings);
            if (output() != Output.JSON) {
                silent.forEach(sighting -> world().say(sentence(sighting)));
                warnings.forEach(world()::say);
            }
            if (!entries.isEmpty()) {
                return ExitCode.OK;
            }
            if (output() != Output.JSON) {
                world().say(
                                selector == null
                                        ? "no run is there; 'curfew settings' shows where this looks"
                                        : "no run matches " + selector);
            }
            return selector == null ? ExitCode.OK : ExitCode.NOBODY;
        }
    }

    /** Who left a trace on a broker and says nothing: of what it runs, nothing is known, so every selector may mean it. */
    private static List<Sighting> silent(CurfewClient client, List<String> warnings) {
        try {
            return client.silent();
        } catch (CurfewException e) {
            warnings.add("who else is there cannot be told: " + e.getMessage());
            return List.of();
        }
    }

    private static String sentence(Sighting sighting) {
        Instant seen = sighting.lastSeen();
        return "the driver of " + sighting.place() + " says nothing"
                + (seen == null ? "" : "; it gave a sign of life " + ago(seen))
                + ": it has crashed, or cannot report";
    }

    static List<RosterEntry> matching(List<RosterEntry> entries, @Nullable Selector selector) {
        return entries.stream()
                .filter(entry ->
                        selector == null || selector.match(entry.status().run().labels()) != null)
                .toList();
    }

    private void print(List<RosterEntry> entries, List<Sighting> silent, List<String> warnings) {
        switch (output()) {
            case NAME ->
                entries.forEach(
                        entry -> world().out().println(Lines.name(entry.status().run())));
            case JSON -> {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("runs", entries.stream().map(ListCommand::json).toList());
                document.put("silent", silent.stream().map(ListCommand::json).toList());
                document.put("warnings", warnings);
                world().out().println(JsonText.of(document));
            }
            case TABLE -> {
                if (!entries.isEmpty()) {
                    table(entries).print(world().out(), paint());
                }
            }
        }
    }

    static Table table(List<RosterEntry> entries) {
        Table table = new Table("NAME", "STATE", "BATCH", "APP", "HOST", "STARTED", "HEARD", "BACKENDS");
        for (RosterEntry entry : entries) {
            table.row(
                    entry.status().run().displayName(),
                    entry.lost() ? "lost" : entry.status().state().word(),
                    Lines.batch(entry.status().lastBatch()),
                    entry.driver().appName(),
                    entry.driver().host(),
                    ago(entry.status().run().started()),
                    ago(entry.lastHeard()),
                    backends(entry));
        }
        return table;
    }

    /** The names alone while all is well. */
    private static String backends(RosterEntry entry) {
        return entry.backends().stream()
                .map(health -> health.state() == BackendHealth.State.LISTENING
                        ? health.backend()
                        : health.backend() + " " + health.state().word())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> json(BackendHealth health) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("backend", health.backend());
        link.put("state", health.state().word());
        link.put("since", health.since());
        link.put("cause", health.cause());
        return link;
    }

    private static Map<String, Object> json(Sighting sighting) {
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("driver", sighting.driverId());
        trace.put("place", sighting.place());
        trace.put("lastSeen", sighting.lastSeen());
        trace.put("labels", sighting.labels());
        return trace;
    }

    private static String ago(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        return Lines.length(age.isNegative() ? Duration.ZERO : age) + " ago";
    }

    static Map<String, Object> json(RosterEntry entry) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("run", entry.status().run().id());
        run.put("name", entry.status().run().displayName());
        run.put("state", entry.status().state().word());
        run.put("lost", entry.lost());
        run.put("lastBatch", entry.status().lastBatch());
        run.put("started", entry.status().run().started());
        run.put("lastHeard", entry.lastHeard());
        run.put("driver", entry.driver().id());
        run.put("app", entry.driver().appName());
        run.put("host", entry.driver().host());
        run.put("labels", entry.status().run().labels().asMap());
        run.put("backends", entry.backends().stream().map(ListCommand::json).toList());
        return run;
    }
}
