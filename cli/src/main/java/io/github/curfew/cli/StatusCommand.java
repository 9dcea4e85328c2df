package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.client.Recall;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
        try (Fleet fleet = fleet()) {
            Set<String> forgetful = new TreeSet<>();
            fleet.clients()
                    .forEach((profile, client) -> client.needsOfReports().forEach(need -> {
                        forgetful.add(profile);
                        world().say(fleet.sentence(profile, need));
                    }));
            Asked<Recall> recalling = fleet.begin((profile, client) -> {
                Recall recall = client.recall(id, since);
                var unused = recall.read(LONGEST_READING);
                return recall;
            });
            Following<Recall> following = Following.ofRecalled(recalling);
            recalling.first();
            if (wait) {
                follow(
                        following,
                        Objects.requireNonNullElseGet(
                                timeout, () -> fleet.stopDeadline().plusSeconds(30)));
            }
            Answers<Recall> recalled = recalling.all();
            Scene scene = following.look();
            int code = recalled.failures().isEmpty() ? verdict(scene, forgetful) : ExitCode.ERROR;
            print(scene, recalled.failures(), code);
            return code;
        }
    }

    private void follow(Following<Recall> following, Duration most) throws InterruptedException {
        View view = view(statusHint(id));
        long began = System.nanoTime();
        Scene scene = following.look();
        Duration passed = Duration.ZERO;
        view.show(scene, passed, most);
        while (!isSettled(scene) && passed.compareTo(most) < 0) {
            Duration left = most.minus(passed);
            scene = following.awaitChange(scene, left.compareTo(view.refresh()) < 0 ? left : view.refresh());
            passed = Duration.ofNanos(System.nanoTime() - began);
            view.show(scene, passed, most);
        }
        view.end(scene);
    }

    /** On some of several clusters nobody may have been meant. */
    private static boolean isSettled(Scene scene) {
        return scene.open().isEmpty()
                && !scene.members().isEmpty()
                && scene.parts().values().stream()
                        .allMatch(part -> part.settled() || (part.runs().isEmpty() && scene.several()));
    }

    /**
     * Of a cluster without a single report that cannot be read, or keeps none, nobody knows who stopped there.
     *
     * @param forgetful the clusters that keep no reports for others
     */
    private static int verdict(Scene scene, Set<String> forgetful) {
        boolean unknown = scene.parts().entrySet().stream()
                .anyMatch(part -> part.getValue().runs().isEmpty()
                        && (!part.getValue().troubles().isEmpty() || forgetful.contains(part.getKey())));
        if (unknown) {
            return ExitCode.ERROR;
        }
        if (scene.members().isEmpty()) {
            return ExitCode.NOBODY;
        }
        if (scene.members().stream()
                .filter(Member::isFinal)
                .anyMatch(member ->
                        member.report() != null && !member.report().outcome().isAsAsked())) {
            return ExitCode.NOT_AS_ASKED;
        }
        return isSettled(scene) ? ExitCode.OK : ExitCode.TIMEOUT;
    }

    private void print(Scene scene, List<String> failures, int code) {
        List<String> warnings = new ArrayList<>(failures);
        warnings.addAll(scene.troubles());
        switch (output()) {
            case JSON -> {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("signal", id);
                document.put("exitCode", code);
                document.put("runs", scene.members().stream().map(Member::json).toList());
                document.put("warnings", warnings);
                world().out().println(JsonText.of(document));
            }
            case NAME -> scene.members().forEach(member -> world().out().println(member.name()));
            case TABLE, WIDE -> {
                if (!wait && !scene.members().isEmpty()) {
                    table(scene).print(world().out(), paint());
                }
                if (!scene.members().isEmpty()) {
                    world().out().println(scene.counted());
                }
            }
        }
        if (output() != Output.JSON) {
            warnings.forEach(world()::say);
        }
        if (scene.members().isEmpty() && scene.troubles().isEmpty()) {
            world().say("nobody has answered the signal " + id + ", or the broker no longer has the reports" + " of "
                    + Lines.length(since) + " ago; see --since");
        }
    }

    private static Table table(Scene scene) {
        List<String> heads = new ArrayList<>(List.of("NAME", "STATE", "BATCH", "TOOK", "MATCHED BY", ""));
        if (scene.several()) {
            heads.add(0, "PROFILE");
        }
        Table table = new Table(heads);
        for (Member member : scene.members()) {
            Report.OfSignal report = member.report();
            List<String> cells = new ArrayList<>(List.of(
                    member.run().displayName(),
                    member.word(),
                    report == null ? "-" : Lines.batch(report.lastBatch()),
                    report == null ? "-" : Lines.length(report.took()),
                    report == null ? "-" : report.matched(),
                    report == null ? "" : report.detail()));
            if (scene.several()) {
                cells.add(0, member.profile());
            }
            table.row(cells);
        }
        return table;
    }
}
