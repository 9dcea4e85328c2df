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
    private final List<Instant> unread = new ArrayList<>();
    private final List<Instant> positions = new ArrayList<>();
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

    /** It was told where the signals end. */
    synchronized void positioned() {
        positions.add(Moments.now());
    }

    synchronized void lost() {
        lastLoss = Moments.now();
        losses++;
    }

    synchronized void failed() {
        failures++;
    }

    /** The same, of a call that was to read signals. */
    synchronized void failedToRead() {
        failed();
        unread.add(Moments.now());
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

    /** Whether it was told in that time where the signals end. */
    synchronized boolean hasPosition(Instant from, Instant to) {
        return positions.stream().anyMatch(when -> !when.isBefore(from) && !when.isAfter(to));
    }

    /** Whether the driver tried to read in that time, and could not. */
    synchronized boolean hasFailedToRead(Instant from, Instant to) {
        return unread.stream().anyMatch(when -> when.isAfter(from) && when.isBefore(to));
    }

    synchronized int losses() {
        return losses;
    }

    synchronized int failures() {
        return failures;
    }
}
