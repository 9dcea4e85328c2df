package io.github.curfew.cli;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Recall;
import io.github.curfew.client.Standing;
import io.github.curfew.config.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what became of a signal that somebody published. */
@Command(
        name = "status",
        header = "Tells what became of a signal, from any machine.",
        sortOptions = false,
        customSynopsis = "curfew status SIGNAL-ID [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew status 5b1c8e62-3b0f-4c58-9b39-0f7d9f3a8a11          as it is now",
            "  curfew status 5b1c8e62-3b0f-4c58-9b39-0f7d9f3a8a11 --wait   until all who answered are done",
            "",
            "The id is what 'curfew stop' printed. Whoever has answered is shown, as far as the broker still",
            "has the reports; who is silent is known only to whoever published it. -o json is that of 'curfew",
            "stop --wait' without what only the sender knows.",
            "",
            "Exit codes are those of 'curfew stop --wait'; 4 if nobody has answered, and 124 if somebody has",
            "not given a final word yet. A run that was cut gives 3 here, though --now may have asked for it:",
            "its report tells that it was cut, and not who wanted that."
        })
final class StatusCommand extends RemoteCommand {
    private static final Duration LONGEST_READING = Duration.ofSeconds(20);

    @Parameters(paramLabel = "SIGNAL-ID", arity = "1", hidden = true)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = "How far to look back; ${DEFAULT-VALUE} if not given.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration since;

    @Option(
            names = {"-w", "--wait"},
            description = "Wait until whoever has answered has given a final word.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait; stop.deadline and 30s if not given.")
    private @Nullable Duration timeout;

    StatusCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (timeout != null && !wait) {
            throw new UsageException("--timeout needs --wait: add it");
        }
        Settings settings = settings();
        try (CurfewClient client = connect(settings)) {
            client.needsOfReports().forEach(world()::say);
            try (Recall recall = client.recall(id, since)) {
                Progress progress = recall.read(LONGEST_READING);
                if (wait) {
                    Duration most = Objects.requireNonNullElseGet(
                            timeout, () -> settings.stopDeadline().plusSeconds(30));
                    progress = follow(recall, progress, most);
                }
                int code = verdict(progress);
                print(progress, code);
                return code;
            }
        }
    }

    private Progress follow(Recall recall, Progress first, Duration most) throws InterruptedException {
        View view = view();
        long began = System.nanoTime();
        Progress progress = first;
        Duration passed = Duration.ZERO;
        view.show(progress, passed, most);
        while (!progress.settled() && passed.compareTo(most) < 0) {
            Duration left = most.minus(passed);
            progress = recall.awaitChange(progress, left.compareTo(view.refresh()) < 0 ? left : view.refresh());
            passed = Duration.ofNanos(System.nanoTime() - began);
            view.show(progress, passed, most);
        }
        view.end(progress);
        return progress;
    }

    private static int verdict(Progress progress) {
        if (progress.runs().isEmpty()) {
            return progress.troubles().isEmpty() ? ExitCode.NOBODY : ExitCode.ERROR;
        }
        if (progress.runs().stream()
                .filter(Standing::isFinal)
                .anyMatch(standing -> standing.report() != null
                        && !standing.report().outcome().isAsAsked())) {
            return ExitCode.NOT_AS_ASKED;
        }
        return progress.settled() ? ExitCode.OK : ExitCode.TIMEOUT;
    }

    private void print(Progress progress, int code) {
        switch (output()) {
            case JSON -> {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("signal", id);
                document.put("exitCode", code);
                document.put("runs", progress.runs().stream().map(Waiting::json).toList());
                document.put("warnings", progress.troubles());
                world().out().println(JsonText.of(document));
            }
            case NAME -> progress.runs().forEach(standing -> world().out().println(Lines.name(standing.run())));
            case TABLE -> {
                if (!wait && !progress.runs().isEmpty()) {
                    table(progress.runs()).print(world().out(), paint());
                }
                if (!progress.runs().isEmpty()) {
                    world().out().println(Verdict.counts(progress));
                }
            }
        }
        if (output() != Output.JSON) {
            progress.troubles().forEach(world()::say);
        }
        if (code == ExitCode.NOBODY) {
            world().say("nobody has answered the signal " + id + ", or the broker no longer has the reports" + " of "
                    + Lines.length(since) + " ago; see --since");
        }
    }

    private static Table table(List<Standing> runs) {
        Table table = new Table("NAME", "STATE", "BATCH", "TOOK", "MATCHED BY", "");
        for (Standing standing : runs) {
            table.row(
                    standing.run().displayName(),
                    Verdict.word(standing),
                    standing.report() == null
                            ? "-"
                            : Lines.batch(standing.report().lastBatch()),
                    standing.report() == null
                            ? "-"
                            : Lines.length(standing.report().took()),
                    standing.report() == null ? "-" : standing.report().matched(),
                    standing.report() == null ? "" : standing.report().detail());
        }
        return table;
    }
}
