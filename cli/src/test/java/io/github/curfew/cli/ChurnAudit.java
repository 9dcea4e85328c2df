package io.github.curfew.cli;

import io.github.curfew.client.Conclusion;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Result;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the account of one stop to what the ledgers say. All clocks are this machine's. What follows cannot be known from
 * outside, and is let pass:
 *
 * <ul>
 *   <li>Whether a run that began while the signal was being sent is meant: its fence lies before or behind the signal on the
 *       broker, and only its engine knows where. Once it drains it was meant, and has to be told like any other.
 *   <li>Whether a run that ended by itself while the signal was being sent is told of: its bye may have come first.
 *   <li>Whether one that ended by itself at any time is {@code ended} or merely gone: the engine may notice its end before
 *       the signal or after it. If it was draining by then, its end is that of the drain, and it has to be {@code stopped}.
 *   <li>Up to {@link #UNNOTICED} after its end, a run may be told of by the next signal too, for the same reason.
 *   <li>Whether a run that began within {@link #UNORDERED} before the signal obeys it or refuses: a busy broker may have given
 *       it no position when it began, and then the broker's times decide, of which the hello's way is uncertain. What cannot
 *       be ordered is not obeyed, and that is said.
 *   <li>Whether a run is told of whose hello may have been under way, for {@link #HELLO} after it began, when the signal was
 *       sent or the account was closed, or when it was killed: a sender knows of nobody who has said nothing. If it drained
 *       before the account was closed, it has to be told.
 *   <li>Whether a killed run had answered: it may have died between obeying and saying so.
 * </ul>
 */
final class ChurnAudit {
    /** An engine notices a run's end a moment later, and takes it until then for one that runs. */
    private static final Duration UNNOTICED = Duration.ofSeconds(5);
    /** A start waits no longer for its place among the signals. */
    private static final Duration UNORDERED = Duration.ofSeconds(5);
    /** A hello's way, on a machine with other work. */
    private static final Duration HELLO = Duration.ofSeconds(3);
    /** Who began by so much after the signal was in doubt by no clock. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final Window window;
    private final Result account;
    private final Map<String, Standing> told = new HashMap<>();
    private final Set<String> later;
    private final List<String> wrong = new ArrayList<>();
    private int drained;

    /**
     * When a stop of a shard was sent, and its account closed.
     *
     * @param shard whom it meant
     * @param before a moment before it was sent
     * @param after a moment when it had been
     * @param end when its account was there
     */
    record Window(int shard, Instant before, Instant after, Instant end) {}

    ChurnAudit(Window window, Result account) {
        this.window = window;
        this.account = account;
        Progress progress = account.progress();
        progress.runs().forEach(standing -> told.put(standing.run().id(), standing));
        this.later = progress.later().stream().map(RunInfo::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Compares, once; gives what is wrong. */
    List<String> wrong(Map<String, ChurnTruth> truths) {
        truths.forEach((id, truth) -> {
            String problem = problem(truth, told.get(id), later.contains(id));
            if (problem != null) {
                wrong.add(problem + ": " + id + " " + truth + "; later: " + later.contains(id) + "; told: "
                        + told.get(id));
            }
            drained += truth.isDrainedWithin(window) ? 1 : 0;
        });
        Set<String> unknown = new TreeSet<>(told.keySet());
        unknown.addAll(later);
        unknown.removeAll(truths.keySet());
        unknown.forEach(id -> wrong.add("told of, and unknown: " + id));
        conclude(truths);
        return wrong;
    }

    /** How many were drained meanwhile. */
    int drained() {
        return drained;
    }

    private @Nullable String problem(ChurnTruth truth, @Nullable Standing standing, boolean isLater) {
        boolean isTold = standing != null || isLater;
        if (truth.shard() != window.shard()) {
            return isTold ? "is of another shard" : null;
        }
        if (standing != null && isLater) {
            return "is told twice";
        }
        if (truth.begun().isAfter(window.after())) {
            return problemOfLater(truth, standing, isLater);
        }
        if (isLater && truth.listening().isBefore(window.before()) && truth.livesAt(window.end())) {
            return "was there and is said to have begun later";
        }
        if (truth.diedBefore(window.before())) {
            return problemOfKilledBefore(truth, standing);
        }
        String problem = standing == null ? null : problemOfWord(truth, standing);
        return problem != null ? problem : problemOfSilence(truth, standing, isTold);
    }

    private @Nullable String problemOfLater(ChurnTruth truth, @Nullable Standing standing, boolean isLater) {
        if (standing != null || truth.isDraining()) {
            return "began after the signal and was meant by it";
        }
        boolean isKnown = truth.begun().isAfter(window.after().plus(SLACK))
                && truth.listening().isBefore(window.end().minus(HELLO))
                && !truth.diedBefore(truth.listening().plus(HELLO));
        return isKnown && !isLater ? "began after the signal and is not told of" : null;
    }

    /** By a kill before this signal; its driver may seem to be there for some beats. */
    private static @Nullable String problemOfKilledBefore(ChurnTruth truth, @Nullable Standing standing) {
        if (standing == null) {
            return null;
        }
        if (standing.report() != null) {
            return "was dead and is said to have answered";
        }
        return standing.presence() == Presence.LOST || truth.isOver() ? null : "was killed and is not lost";
    }

    /** What was said of it has to be so. */
    private @Nullable String problemOfWord(ChurnTruth truth, Standing standing) {
        if (!truth.isKilled() && truth.endedBefore(window.before().minus(UNNOTICED))) {
            return "was over long before the signal";
        }
        Report.OfSignal report = standing.report();
        if (report == null || !standing.isFinal()) {
            if (standing.presence() == Presence.GONE) {
                return truth.isOver() ? null : "lives and is said to be gone";
            }
            if (standing.presence() == Presence.LOST) {
                return truth.isKilled() ? null : "is not killed and is said to be lost";
            }
            return "has not answered and is not lost";
        }
        Long last = report.lastBatch();
        if (last != null && last != ChurnDrivers.lastBatch(report.run().id())) {
            return "has another last batch";
        }
        return switch (report.outcome()) {
            case STOPPED -> {
                if (!truth.isOver() || !truth.isDraining()) {
                    yield "did not drain and is said to have stopped";
                }
                yield last == null ? "stopped after no batch" : null;
            }
            case ENDED ->
                truth.endedBefore(window.after()) || (truth.how().equals("ended") && !truth.isDraining())
                        ? null
                        : "did not end by itself and is said to";
            case FORCED -> truth.how().equals("cut") ? null : "was not cut and is said to";
            case REFUSED -> mayRefuse(truth, report) ? null : "could be ordered and is said to have refused";
            default -> "can say no such word";
        };
    }

    private boolean mayRefuse(ChurnTruth truth, Report.OfSignal report) {
        return report.detail().contains("cannot be told")
                && truth.begun().isAfter(window.before().minus(UNORDERED))
                && !truth.isDrainingSince(window.before());
    }

    /** What was not said of it must not be so. */
    private @Nullable String problemOfSilence(ChurnTruth truth, @Nullable Standing standing, boolean isTold) {
        boolean wasThere = truth.listening().isBefore(window.before());
        boolean saidHello = truth.listening().isBefore(window.before().minus(HELLO));
        if (saidHello && !isTold && !truth.endedBefore(window.after())) {
            return "was there and is not told of";
        }
        if (truth.endedBefore(window.before()) || truth.isKilled()) {
            return null;
        }
        Outcome word = standing == null || standing.report() == null
                ? null
                : standing.report().outcome();
        if (truth.livesAt(window.end())) {
            return wasThere && isTold && word != Outcome.REFUSED ? "was there and did not stop" : null;
        }
        if (truth.isDrainingSince(window.before()) && word != Outcome.STOPPED) {
            return "was drained and is not said to have stopped";
        }
        return truth.how().equals("cut") && word != Outcome.FORCED ? "was cut and is not said to" : null;
    }

    /** Time runs out for those alone that had answered when they were killed. */
    private void conclude(Map<String, ChurnTruth> truths) {
        List<Standing> open = Conclusion.open(account.progress());
        open.stream()
                .filter(standing -> {
                    ChurnTruth truth = truths.get(standing.run().id());
                    return truth == null || !truth.isKilled();
                })
                .forEach(standing -> wrong.add("is open and was not killed: " + standing));
        Conclusion expected = open.isEmpty() ? ofFinals() : Conclusion.TIME_OVER;
        if (account.conclusion() != expected) {
            wrong.add("concluded " + account.conclusion() + " and not " + expected + ", open " + open + ", "
                    + account.progress().troubles());
        }
    }

    /** Each word has been compared by then, and those that are not as asked are refusals and cuts that were so. */
    private Conclusion ofFinals() {
        List<Outcome> finals = told.values().stream()
                .filter(Standing::isFinal)
                .flatMap(standing -> Stream.ofNullable(standing.report()))
                .map(Report.OfSignal::outcome)
                .toList();
        if (finals.isEmpty()) {
            return Conclusion.NOBODY;
        }
        return finals.stream().allMatch(Outcome::isAsAsked) ? Conclusion.AS_ASKED : Conclusion.NOT_AS_ASKED;
    }
}
