package io.github.curfew.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened on one driver's way to its backend. Thread-safe. */
final class Diary {
    private final List<Said> said = new ArrayList<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private Instant contact = Moments.NEVER;
    private Instant lastLoss = Instant.MIN;
    private int losses;
    private int failures;
    private int refusals;

    synchronized void said(Said what) {
        said.add(what);
    }

    synchronized void heard(String signal) {
        heard.putIfAbsent(signal, Moments.now());
    }

    synchronized void reached() {
        if (contact.equals(Moments.NEVER)) {
            contact = Moments.now();
        }
    }

    synchronized void lost() {
        lastLoss = Moments.now();
        losses++;
    }

    synchronized void failed() {
        failures++;
    }

    /** Somebody who may not was told so. */
    synchronized void refused() {
        refusals++;
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized List<Said> said() {
        return List.copyOf(said);
    }

    /** When a signal came first; never, if it did not. */
    synchronized Instant heardAt(String signal) {
        return heard.getOrDefault(signal, Moments.NEVER);
    }

    synchronized Instant contact() {
        return contact;
    }

    /** Whether the driver was told since then that something is gone. */
    synchronized boolean knowsOfLossSince(Instant when) {
        return lastLoss.isAfter(when);
    }

    synchronized int losses() {
        return losses;
    }

    synchronized int failures() {
        return failures;
    }
}
