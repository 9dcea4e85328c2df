package io.github.curfew.cli;

import io.github.curfew.client.Conclusion;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to make of a signal's progress in the end.
 *
 * @param exitCode for the process
 * @param complaints one sentence for each thing that is not what was asked for
 */
record Verdict(int exitCode, List<String> complaints) {
    private static final List<Integer> WORST_FIRST = List.of(ExitCode.ERROR, ExitCode.TIMEOUT, ExitCode.NOT_AS_ASKED);

    /**
     * Concludes.
     *
     * @param sent what was sent, and where
     * @param scene what has become of it, in the end
     * @param waited how long that took
     * @return the worst of all clusters: out of reach, silent, not as asked; nobody only if there is nobody on any
     */
    static Verdict of(Sent sent, Scene scene, Duration waited) {
        List<Verdict> all = new ArrayList<>();
        scene.parts().forEach((profile, progress) -> {
            Verdict one = of(sent, progress, waited);
            all.add(new Verdict(
                    one.exitCode,
                    one.complaints.stream()
                            .map(complaint -> Lines.about(scene.several(), profile, complaint))
                            .toList()));
        });
        List<String> complaints =
                all.stream().flatMap(one -> one.complaints.stream()).collect(Collectors.toCollection(ArrayList::new));
        int finished = scene.finished();
        if (scene.several() && finished < sent.expect()) {
            String sentence = "only " + finished + " of " + sent.expect() + " expected answered";
            complaints.add(sentence);
            all.add(new Verdict(ExitCode.TIMEOUT, List.of(sentence)));
        }
        if (!sent.failures().isEmpty()) {
            complaints.add("the signal did not reach every cluster: who runs there may not have stopped by it");
            return new Verdict(ExitCode.ERROR, complaints);
        }
        for (int code : WORST_FIRST) {
            if (all.stream().anyMatch(one -> one.exitCode == code)) {
                return new Verdict(code, complaints);
            }
        }
        boolean nobody = all.stream().allMatch(one -> one.exitCode == ExitCode.NOBODY);
        return new Verdict(nobody ? ExitCode.NOBODY : ExitCode.OK, complaints);
    }

    private static Verdict of(Sent sent, Progress progress, Duration waited) {
        Signal signal = sent.signal();
        return switch (Conclusion.of(signal, progress)) {
            case AS_ASKED -> new Verdict(ExitCode.OK, lost(progress));
            case NOT_AS_ASKED -> new Verdict(ExitCode.NOT_AS_ASKED, and(wrong(signal, progress), lost(progress)));
            case NOBODY -> new Verdict(ExitCode.NOBODY, and(List.of(nobody(signal, progress.runs())), lost(progress)));
            case TIME_OVER ->
                new Verdict(ExitCode.TIMEOUT, and(List.of(timeOver(sent, progress, waited)), lost(progress)));
            case UNKNOWN -> new Verdict(ExitCode.ERROR, and(wrong(signal, progress), List.of(unknown(progress))));
        };
    }

    private static List<String> and(List<String> first, List<String> then) {
        return Stream.of(first, then).flatMap(List::stream).toList();
    }

    private static String unknown(Progress progress) {
        return "the signal is published, but what became of it "
                + (progress.finished() == 0 ? "" : "at " + names(Conclusion.silent(progress)) + " ")
                + "cannot be told; it stands";
    }

    /** The exit code does not tell, since most have crashed; but one that has only lost its broker runs on. */
    private static List<String> lost(Progress progress) {
        List<Standing> lost = Conclusion.silent(progress);
        return lost.isEmpty()
                ? List.of()
                : List.of("lost, and not waited for: " + names(lost)
                        + "; what has not crashed runs on until it hears the signal; --expect makes that a failure");
    }

    private static List<String> wrong(Signal signal, Progress progress) {
        List<Standing> wrong = progress.runs().stream()
                .filter(Standing::isFinal)
                .filter(standing -> !Conclusion.isAsAsked(signal, standing))
                .toList();
        return wrong.isEmpty() ? List.of() : List.of("not as asked: " + names(wrong));
    }

    private static String nobody(Signal signal, List<Standing> runs) {
        if (runs.isEmpty()) {
            return "nobody matched " + signal.selector() + ": see 'curfew list'";
        }
        return "nobody who is there matched " + signal.selector() + ": " + names(runs) + " "
                + (runs.size() == 1 ? "is" : "are")
                + " gone or lost; see 'curfew list'";
    }

    private static String timeOver(Sent sent, Progress progress, Duration waited) {
        List<Standing> open = Conclusion.open(progress);
        String who;
        if (!open.isEmpty()) {
            who = "without a final word from " + names(open);
        } else if (!sent.several() && progress.finished() < sent.expect()) {
            who = "only " + progress.finished() + " of " + sent.expect() + " expected answered";
        } else if (progress.finished() > 0) {
            who = "before it could be told whether others are meant; give --timeout at least "
                    + Lines.length(sent.hearingTime());
        } else {
            who = "and nobody answered; that nobody is there is sure only after " + Lines.length(sent.hearingTime())
                    + ", so give --timeout at least that";
        }
        return "time ran out after " + Lines.length(waited) + ", " + who
                + "; the signal stands until it expires, see '" + sent.statusHint()
                + "'";
    }

    /** A fleet's names would fill the screen. */
    private static String names(List<Standing> runs) {
        String some = runs.stream()
                .limit(5)
                .map(standing -> Lines.name(standing.run()))
                .collect(Collectors.joining(", "));
        return runs.size() > 5 ? some + " and " + (runs.size() - 5) + " more" : some;
    }

    static String word(Standing standing) {
        if (standing.report() != null && (standing.isFinal() || standing.presence() == Presence.HERE)) {
            return standing.report().outcome().word();
        }
        return switch (standing.presence()) {
            case HERE -> "silent";
            case GONE -> "gone";
            case LOST -> "lost";
        };
    }
}
