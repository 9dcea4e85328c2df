package io.github.curfew.engine;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that was told of one signal for one run, wherever. */
final class Told {
    /** By the reports' own ids, since one report is told to several brokers, and to one more than once. */
    final Map<String, Report.OfSignal> received = new LinkedHashMap<>();

    final Map<String, Report.OfSignal> finals = new LinkedHashMap<>();
    /** By broker, when a final was first stored there. */
    final Map<String, Long> storedAt = new HashMap<>();

    long loggedAt = Long.MAX_VALUE;

    void stored(String broker, long at, Report.OfSignal report) {
        note(report);
        if (report.outcome().isFinal()) {
            storedAt.merge(broker, at, Math::min);
        }
    }

    void logged(long at, Report.OfSignal report) {
        note(report);
        loggedAt = Math.min(loggedAt, at);
    }

    private void note(Report.OfSignal report) {
        if (report.outcome() == Outcome.RECEIVED) {
            received.put(report.id(), report);
        } else if (report.outcome().isFinal()) {
            finals.put(report.id(), report);
        }
    }

    boolean has(Outcome outcome) {
        return finals.values().stream().anyMatch(report -> report.outcome() == outcome);
    }

    /** Whether the run did as the signal asked, or is said to have. */
    boolean isObeyed() {
        return !received.isEmpty();
    }

    @Override
    public String toString() {
        return received.size() + " received, finals "
                + finals.values().stream()
                        .map(report -> report.outcome() + " (" + report.detail() + ")")
                        .toList()
                + (storedAt.isEmpty() ? "" : " stored " + storedAt)
                + (loggedAt == Long.MAX_VALUE ? "" : " logged " + loggedAt);
    }
}
