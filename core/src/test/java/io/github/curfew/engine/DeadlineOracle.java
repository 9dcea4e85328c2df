package io.github.curfew.engine;

import io.github.curfew.model.OnTimeout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds the promises that nobody else is touched, and that a deadline is kept. */
final class DeadlineOracle {
    private static final long SECOND = VirtualTime.SECOND;

    private final History history;
    private final Complaints complaints;

    DeadlineOracle(History history, Complaints complaints) {
        this.history = history;
        this.complaints = complaints;
    }

    /** Nobody touches a run without a signal that is meant for it and new. */
    void touched(SimRun run, Map<String, Told> words) {
        long at = Math.min(run.drainedAt, run.cutAt);
        if (at == Long.MAX_VALUE || at >= run.driver.sigtermAt) {
            return;
        }
        for (SimSignal signal : history.sender.sent.values()) {
            boolean there = signal.copies().stream()
                    .anyMatch(copy -> Hindsight.came(run.driver, copy) <= at
                            && (copy.at() >= run.registeredAt
                                    || (Hindsight.bySender(run, copy) && Hindsight.claimsLater(run, signal))));
            if (there && signal.isStop() && signal.meant().test(run.labels)) {
                deadline(run, words);
                return;
            }
        }
        complaints.add("nobody else, nothing stale: " + run.info.id() + " was touched at " + at
                + " and no new signal had come" + " for it");
    }

    private record Term(long from, long until, boolean force, boolean now, boolean obeyed) {}

    /** What may have been asked of a run, whether or not a word of it got through. */
    private List<Term> terms(SimRun run, Map<String, Told> words) {
        List<Term> terms = new ArrayList<>();
        history.sender.sent.forEach((key, signal) -> {
            if (!signal.isStop() || !signal.meant().test(run.labels)) {
                return;
            }
            Told what = words.getOrDefault(key, new Told());
            long came = signal.copies().stream()
                    .mapToLong(copy -> Hindsight.came(run.driver, copy))
                    .min()
                    .orElse(Long.MAX_VALUE);
            long from = what.received.values().stream()
                    .mapToLong(received -> run.driver.scheduler.trueTime(received.time()))
                    .findAny()
                    .orElse(came);
            if (from != Long.MAX_VALUE) {
                terms.add(new Term(
                        from, from + length(run, signal), !keepsRunning(run, signal), signal.now(), what.isObeyed()));
            }
        });
        return terms;
    }

    static long length(SimRun run, SimSignal signal) {
        Long deadline = signal.deadline();
        return deadline == null ? run.driver.settings.stopDeadline().toNanos() / 1_000 : deadline;
    }

    static boolean keepsRunning(SimRun run, SimSignal signal) {
        Boolean keep = signal.keepRunning();
        return keep == null ? run.driver.settings.onTimeout() == OnTimeout.KEEP_RUNNING : keep;
    }

    /** A run that is asked to end is cut at its deadline, and not before. */
    private void deadline(SimRun run, Map<String, Told> words) {
        List<Term> terms = terms(run, words);
        long left = Math.min(Math.min(run.driver.closeBeganAt, run.driver.diedAt), history.end());
        long gone = Math.min(run.endedAt, left);
        for (Term term : terms) {
            long due = term.now ? term.from : term.until;
            if (term.obeyed && (term.force || term.now) && gone > due + 2 * SECOND && run.cutAt > due + 2 * SECOND) {
                complaints.add("deadline: " + run.info.id() + " (" + run.temper + ") was due at " + due
                        + " and was cut at " + run.cutAt);
            }
        }
        boolean excused = run.cutAt == Long.MAX_VALUE
                || run.cutAt >= run.driver.sigtermAt
                || run.temper == SimRun.Temper.NOT_DRAINABLE;
        if (!excused
                && terms.stream()
                        .noneMatch(term -> term.now || (term.force && term.until <= run.cutAt + SECOND / 100))) {
            complaints.add(
                    "deadline: " + run.info.id() + " was cut at " + run.cutAt + " before any deadline of " + terms);
        }
    }
}
