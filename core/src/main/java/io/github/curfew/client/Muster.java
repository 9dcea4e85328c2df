package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
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
    private static final Duration AFTER_BYE = Duration.ofSeconds(5);

    private final Signal signal;
    private final Map<String, Position> ends;
    private final Instant published;
    private final Roster roster;
    private final Map<String, Report.OfSignal> reports = new HashMap<>();
    private final Map<String, Expected> expected = new LinkedHashMap<>();
    private final Map<String, Long> goneSince = new HashMap<>();
    private final Set<String> before = new HashSet<>();
    private final Map<String, RunInfo> later = new LinkedHashMap<>();

    /** Who is meant, and where it lives. */
    private record Expected(RunInfo run, DriverInfo driver) {}

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
        there.forEach(entry -> {
            before.add(entry.status().run().id());
            expect(entry.status().run(), entry.driver());
        });
    }

    private void expect(RunInfo run, DriverInfo driver) {
        if (signal.selector().match(run.labels()) != null) {
            expected.put(run.id(), new Expected(run, driver));
        }
    }

    /** A run that is first seen after the signal may have started after it, and then it will not obey: it is not waited for. */
    void sight(String backend, Delivery delivery, Report.OfRoster report) {
        Position end = ends.get(backend);
        Position.Order order = end == null ? Position.Order.UNKNOWN : end.order(delivery);
        for (RunStatus status : report.runs()) {
            if (report.kind() == Report.OfRoster.Kind.BYE) {
                leave(status.run(), report.driver(), order);
            } else {
                come(status.run(), order == Position.Order.AFTER);
            }
        }
    }

    private void come(RunInfo run, boolean after) {
        if (!after || run.started().isBefore(published)) {
            before.add(run.id());
            later.remove(run.id());
        } else if (!before.contains(run.id()) && signal.selector().match(run.labels()) != null) {
            later.put(run.id(), run);
        }
    }

    /** Whoever says bye after the signal was there when it came; whoever did before was not. */
    private void leave(RunInfo run, DriverInfo driver, Position.Order order) {
        if (order == Position.Order.BEFORE) {
            expected.remove(run.id());
        } else if (order == Position.Order.AFTER && !later.containsKey(run.id())) {
            before.add(run.id());
            expect(run, driver);
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
        later.remove(report.run().id());
        return true;
    }

    /**
     * What is final stays; else draining outranks received. A refusal stays only until the run says that it obeys: then it
     * was a copy that was refused, which came over another backend, or which somebody forged.
     */
    static boolean isLater(Report.OfSignal known, Report.OfSignal other) {
        if (known.outcome() == Outcome.REFUSED) {
            return other.outcome() != Outcome.REFUSED;
        }
        return !known.outcome().isFinal() && other.outcome().compareTo(known.outcome()) > 0;
    }

    /** How each run stands. */
    List<Standing> standings(List<RosterEntry> entries) {
        Map<String, Presence> present = new HashMap<>();
        for (RosterEntry entry : entries) {
            String id = entry.status().run().id();
            present.put(id, entry.lost() ? Presence.LOST : Presence.HERE);
            if (before.contains(id)) {
                expect(entry.status().run(), entry.driver());
            }
        }
        List<Standing> runs = new ArrayList<>();
        // Who was there and is no longer listed by its driver has ended, with a bye or without.
        expected.forEach((id, meant) -> runs.add(new Standing(
                meant.run(), meant.driver(), reports.get(id), presence(id, present.getOrDefault(id, Presence.GONE)))));
        reports.forEach((id, report) -> {
            if (!expected.containsKey(id)) {
                runs.add(new Standing(
                        report.run(),
                        roster.driver(report.driverId()),
                        report,
                        presence(id, present.getOrDefault(id, Presence.HERE))));
            }
        });
        runs.sort(Standing.BY_NAME);
        return runs;
    }

    /** Who is meant by its labels and began after the signal, in the order in which they were seen. */
    List<RunInfo> later() {
        return List.copyOf(later.values());
    }

    private Presence presence(String id, Presence listed) {
        Presence presence = roster.isGone(id) ? Presence.GONE : listed;
        if (presence == Presence.GONE) {
            goneSince.putIfAbsent(id, System.nanoTime());
        } else {
            goneSince.remove(id);
        }
        return presence;
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
