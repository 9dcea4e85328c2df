package io.github.curfew.cli;

import io.github.curfew.client.Conclusion;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a signal's progress in the end.
 *
 * @param exitCode for the process
 * @param complaint one sentence if it is not what was asked for, else null
 */
record Verdict(int exitCode, @Nullable String complaint) {
    static Verdict of(Signal signal, Progress progress, int expect, Duration waited, Duration hearing) {
        return switch (Conclusion.of(signal, progress)) {
            case AS_ASKED -> new Verdict(ExitCode.OK, null);
            case NOT_AS_ASKED -> new Verdict(ExitCode.NOT_AS_ASKED, "not as asked: " + names(wrong(signal, progress)));
            case NOBODY -> new Verdict(ExitCode.NOBODY, nobody(signal, progress.runs()));
            case TIME_OVER -> new Verdict(ExitCode.TIMEOUT, timeOver(signal, progress, expect, waited, hearing));
            case UNKNOWN ->
                new Verdict(ExitCode.ERROR, "the signal is published, but what became of it cannot be told; it stands");
        };
    }

    private static List<Standing> wrong(Signal signal, Progress progress) {
        return progress.runs().stream()
                .filter(Standing::isFinal)
                .filter(standing -> !Conclusion.isAsAsked(signal, standing))
                .toList();
    }

    private static String nobody(Signal signal, List<Standing> runs) {
        if (runs.isEmpty()) {
            return "nobody matched " + signal.selector() + ": see 'curfew list'";
        }
        return "nobody who is there matched " + signal.selector() + ": " + names(runs) + " "
                + (runs.size() == 1 ? "is" : "are")
                + " gone or lost; see 'curfew list'";
    }

    private static String timeOver(Signal signal, Progress progress, int expect, Duration waited, Duration hearing) {
        List<Standing> open = Conclusion.open(progress);
        String who;
        if (!open.isEmpty()) {
            who = "without a final word from " + names(open);
        } else if (expect > 0) {
            who = "only " + progress.finished() + " of " + expect + " expected answered";
        } else {
            who = "and nobody answered; that nobody is there is sure only after " + Lines.length(hearing)
                    + ", so give --timeout at least that";
        }
        return "time ran out after " + Lines.length(waited) + ", " + who
                + "; the signal stands until it expires, see 'curfew status "
                + signal.id().id() + "'";
    }

    /** A fleet's names would fill the screen. */
    private static String names(List<Standing> runs) {
        String some = runs.stream()
                .limit(5)
                .map(standing -> Lines.name(standing.run()))
                .collect(Collectors.joining(", "));
        return runs.size() > 5 ? some + " and " + (runs.size() - 5) + " more" : some;
    }

    /** Such as {@code 2 stopped, 1 silent}. */
    static String counts(Progress progress) {
        Map<String, Integer> counts = new TreeMap<>();
        progress.runs().forEach(standing -> counts.merge(word(standing), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
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
