package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts for one signal who is meant and what each has said. Meant is whoever had said hello and not yet bye when it was
 * published, and whoever answers. Not thread-safe: the intake's monitor guards it.
 */
final class Muster {
    /** A bye can be read before the final report that came first: stores with places keep no order among them. */
    private static final Duration AFTER_BYE = Duration.ofSeconds(2);

    private final Signal signal;
    private final Map<String, Position> ends;
    private final Instant published;
    private final Roster roster;
    private final Map<String, Report.OfSignal> reports = new HashMap<>();
    private final Map<String, RosterEntry> expected = new LinkedHashMap<>();
    private final Map<String, Long> goneSince = new HashMap<>();
    private final Set<String> before = new HashSet<>();

    /**
     * Makes one.
     *
     * @param ends where each backend's reports ended just before the signal
     * @param published when that was, by the sender's clock
     */
    Muster(Signal signal, Map<String, Position> ends, Instant published, Roster roster) {
        this.signal = signal;
        this.ends = Map.copyOf(ends);
        this.published = published;
        this.roster = roster;
    }

    /** Takes in who is there already. */
    void begin(List<RosterEntry> there) {
        there.forEach(entry -> before.add(entry.status().run().id()));
    }

    /** A run that is first seen after the signal may have started after it, and then it will not obey: it is not waited for. */
    void sight(String backend, Delivery delivery, Report.OfRoster report) {
        Position end = ends.get(backend);
        boolean after = end != null && end.order(delivery) == Position.Order.AFTER;
        for (RunStatus status : report.runs()) {
            if (!after || status.run().started().isBefore(published)) {
                before.add(status.run().id());
            }
        }
    }

    /**
     * Takes what a run says of any signal.
     *
     * @return whether that is of this signal, and more than was known
     */
    boolean take(Report.OfSignal report) {
        if (!report.signal().equals(signal.id())) {
            return false;
        }
        Report.OfSignal known = reports.get(report.run().id());
        if (known != null && !isLater(known, report)) {
            return false;
        }
        reports.put(report.run().id(), report);
        return true;
    }

    /** What is final stays; else draining outranks received. */
    static boolean isLater(Report.OfSignal known, Report.OfSignal other) {
        return !known.outcome().isFinal() && other.outcome().compareTo(known.outcome()) > 0;
    }

    /** How each run stands. */
    List<Standing> standings(List<RosterEntry> entries) {
        Set<String> lost = new HashSet<>();
        for (RosterEntry entry : entries) {
            String id = entry.status().run().id();
            if (entry.lost()) {
                lost.add(id);
            }
            if (before.contains(id)
                    && signal.selector().match(entry.status().run().labels()) != null) {
                expected.put(id, entry);
            }
        }
        List<Standing> runs = new ArrayList<>();
        expected.forEach((id, entry) ->
                runs.add(new Standing(entry.status().run(), entry.driver(), reports.get(id), presence(id, lost))));
        reports.forEach((id, report) -> {
            if (!expected.containsKey(id)) {
                runs.add(new Standing(report.run(), roster.driver(report.driverId()), report, presence(id, lost)));
            }
        });
        runs.sort(Standing.BY_NAME);
        return runs;
    }

    private Presence presence(String id, Set<String> lost) {
        if (roster.isGone(id)) {
            goneSince.putIfAbsent(id, System.nanoTime());
            return Presence.GONE;
        }
        return lost.contains(id) ? Presence.LOST : Presence.HERE;
    }

    /** Whether more is to come of a run. */
    boolean isOpen(Standing standing) {
        if (standing.isFinal()) {
            return false;
        }
        return switch (standing.presence()) {
            case HERE -> true;
            case GONE ->
                System.nanoTime() - goneSince.getOrDefault(standing.run().id(), 0L) < AFTER_BYE.toNanos();
            // Whoever has answered since is waited for.
            case LOST -> standing.report() != null;
        };
    }
}
