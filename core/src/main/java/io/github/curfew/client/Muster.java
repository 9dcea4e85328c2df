package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts for one signal who is meant and what each has said. Meant is whoever had said hello and not yet bye when it was
 * published, and whoever answers. Who says hello about then is meant if its fence lets the signal through, which it alone
 * knows. Not thread-safe: the intake's monitor guards it.
 */
final class Muster {
    /** A bye can be read before the final report that came first: stores with places keep no order among them. */
    private static final Duration AFTER_BYE = Duration.ofSeconds(5);
    /** Whoever began so long before the signal was fenced when it came: a start waits no longer for its fence. */
    private static final Duration FENCED = Duration.ofSeconds(5);
    /** By so much a run may seem to have begun later than it has: its hello was under way. */
    private static final Duration SLACK = Duration.ofMillis(250);

    private final Signal signal;
    private final Map<String, Position> ends;
    private final Instant began;
    private final Duration hearing;
    private final Roster roster;
    private final Map<String, Instant> taken = new HashMap<>();
    private long publishedAt = System.nanoTime();
    private final Map<String, Report.OfSignal> reports = new HashMap<>();
    private final Map<String, Expected> expected = new LinkedHashMap<>();
    private final Map<String, Long> goneSince = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final Set<String> before = new HashSet<>();
    private final Map<String, Latecomer> latecomers = new LinkedHashMap<>();

    /** Who is meant, and where it lives. */
    private record Expected(RunInfo run, DriverInfo driver) {}

    /**
     * Who was first seen after the signal.
     *
     * @param helloTaken when the broker took what it was first seen by; null where it does not say
     * @param said when that was said, by the driver's clock
     * @param seenAt when it was read here
     */
    private record Latecomer(
            RunInfo run,
            DriverInfo driver,
            String backend,
            @Nullable Instant helloTaken,
            Instant said,
            long seenAt) {}

    /**
     * Makes one.
     *
     * @param ends where each backend's reports ended just before the signal
     * @param began when that was, by the sender's clock
     * @param hearing within which time whoever is there has answered
     */
    Muster(Signal signal, Map<String, Position> ends, Instant began, Duration hearing, Roster roster) {
        this.signal = signal;
        this.ends = Map.copyOf(ends);
        this.began = began;
        this.hearing = hearing;
        this.roster = roster;
    }

    /** Brokers have taken the signal, each at a time that it tells or does not. */
    void published(Map<String, Receipt> receipts) {
        receipts.forEach((backend, receipt) -> {
            if (receipt.time() != null) {
                taken.put(backend, receipt.time());
            }
        });
        publishedAt = System.nanoTime();
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
            RunInfo run = status.run();
            if (report.kind() == Report.OfRoster.Kind.BYE) {
                leave(run, report.driver(), order);
            } else if (order == Position.Order.BEFORE) {
                // Its fence was read before it said hello, so before the signal.
                before.add(run.id());
                latecomers.remove(run.id());
            } else if (!before.contains(run.id())
                    && !reports.containsKey(run.id())
                    && signal.selector().match(run.labels()) != null) {
                latecomers.putIfAbsent(
                        run.id(),
                        new Latecomer(
                                run, report.driver(), backend, delivery.time(), report.time(), System.nanoTime()));
            }
        }
    }

    /** Whoever says bye after the signal was there when it came; whoever did before was not. */
    private void leave(RunInfo run, DriverInfo driver, Position.Order order) {
        if (order == Position.Order.BEFORE) {
            expected.remove(run.id());
        } else if (order == Position.Order.AFTER && !latecomers.containsKey(run.id())) {
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
        if (known != null && !report.outcome().supersedes(known.outcome())) {
            return false;
        }
        reports.put(report.run().id(), report);
        latecomers.remove(report.run().id());
        return true;
    }

    /** How each run stands. */
    List<Standing> standings(List<RosterEntry> entries) {
        Map<String, Presence> present = new HashMap<>();
        for (RosterEntry entry : entries) {
            String id = entry.status().run().id();
            present.put(id, entry.lost() ? Presence.LOST : Presence.HERE);
            boolean unused = entry.lost() ? lost.add(id) : lost.remove(id);
            if (before.contains(id)) {
                expect(entry.status().run(), entry.driver());
            }
        }
        latecomers.values().removeIf(one -> {
            boolean wasThere = lead(one).compareTo(FENCED) > 0;
            if (wasThere) {
                before.add(one.run().id());
                expect(one.run(), one.driver());
            }
            return wasThere;
        });
        List<Standing> runs = new ArrayList<>();
        // Who was there and is no longer listed by its driver has ended, with a bye or without; and who was lost and is
        // not listed any more is lost for good.
        expected.forEach((id, meant) -> runs.add(new Standing(
                meant.run(),
                meant.driver(),
                reports.get(id),
                presence(id, present.getOrDefault(id, lost.contains(id) ? Presence.LOST : Presence.GONE)))));
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

    /** Who is meant by its labels and began at that moment or after, without an answer, in the order in which they were seen. */
    List<RunInfo> later() {
        return latecomers.values().stream()
                .filter(one -> !isInDoubt(one))
                .map(Latecomer::run)
                .toList();
    }

    /** Whether it cannot be told yet of everybody whether the signal was for it. */
    boolean isInDoubt() {
        return latecomers.values().stream().anyMatch(this::isInDoubt);
    }

    /** Began so close to the signal that its answer has to tell, and still has time for it. */
    private boolean isInDoubt(Latecomer one) {
        long since = Math.max(one.seenAt(), publishedAt);
        return lead(one).plus(SLACK).compareTo(Duration.ZERO) > 0 && System.nanoTime() - since < hearing.toNanos();
    }

    /**
     * How long before the signal it began. The broker's clock is asked, and the driver's only for a length of time; where
     * the broker tells none, their clocks and the sender's have to agree.
     */
    private Duration lead(Latecomer one) {
        Instant signalTaken = taken.get(one.backend());
        if (signalTaken == null || one.helloTaken() == null) {
            return Duration.between(one.run().started(), began);
        }
        Duration age = Duration.between(one.run().started(), one.said());
        return Duration.between(one.helloTaken(), signalTaken).plus(age);
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
