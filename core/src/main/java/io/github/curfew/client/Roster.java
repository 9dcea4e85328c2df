package io.github.curfew.client;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report.OfRoster;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts together who is there, from hellos, alives and byes in whatever order they come: a store with places keeps the
 * latest of each and no order among them. Times are compared within one driver only, by its own clock. Whoever is lost is
 * forgotten after a while, or one who looks for long would see ever more of them. Not thread-safe.
 */
final class Roster {
    private static final int MOST_GONE = 10_000;

    private final Duration keep;
    private final Map<String, Driver> drivers = new HashMap<>();
    private final Set<String> gone = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_GONE;
        }
    });

    /**
     * Makes an empty one.
     *
     * @param keep for how long after its last word was read here a driver is known that is lost
     */
    Roster(Duration keep) {
        this.keep = keep;
    }

    /** Takes one report in. */
    void take(OfRoster report, Instant heard) {
        Driver driver = drivers.computeIfAbsent(report.driver().id(), id -> new Driver(report.driver()));
        driver.heard(heard);
        driver.beat = report.beat();
        driver.links(report);
        switch (report.kind()) {
            case HELLO -> report.runs().forEach(status -> driver.see(status, report.time(), gone));
            case ALIVE -> driver.alive(report, gone);
            case BYE ->
                report.runs().forEach(status -> {
                    gone.add(status.run().id());
                    driver.runs.remove(status.run().id());
                });
        }
    }

    /** A driver said something else. */
    void heard(String driverId, Instant heard) {
        Driver driver = drivers.get(driverId);
        if (driver != null) {
            driver.heard(heard);
        }
    }

    boolean isGone(String runId) {
        return gone.contains(runId);
    }

    @Nullable DriverInfo driver(String driverId) {
        Driver driver = drivers.get(driverId);
        return driver == null ? null : driver.info;
    }

    /** Who is there, in the order of their names. */
    List<RosterEntry> entries(Instant now) {
        // By the time that passed here alone: of clocks that are apart, nobody shall be forgotten.
        long uptime = System.nanoTime();
        drivers.values().removeIf(driver -> driver.isLost(now) && uptime - driver.readAt > keep.toNanos());
        List<RosterEntry> entries = new ArrayList<>();
        for (Driver driver : drivers.values()) {
            boolean lost = driver.isLost(now);
            driver.runs
                    .values()
                    .forEach(seen -> entries.add(
                            new RosterEntry(seen.status, driver.info, driver.lastHeard, driver.backends, lost)));
        }
        entries.sort(
                Comparator.comparing((RosterEntry entry) -> entry.status().run().displayName())
                        .thenComparing(entry -> entry.status().run().id()));
        return entries;
    }

    /** The drivers that have runs and have been silent for two beats. */
    Set<String> lost(Instant now) {
        Set<String> lost = new HashSet<>();
        drivers.forEach((id, driver) -> {
            if (!driver.runs.isEmpty() && driver.isLost(now)) {
                lost.add(id);
            }
        });
        return lost;
    }

    private record Seen(RunStatus status, Instant time) {}

    private static final class Driver {
        private final DriverInfo info;
        private final Map<String, Seen> runs = new HashMap<>();
        private final Set<Integer> parts = new HashSet<>();
        private final Set<String> listed = new HashSet<>();
        private Instant lastHeard = Instant.MIN;
        private long readAt = System.nanoTime();
        private Instant lastTold = Instant.MIN;
        private List<BackendHealth> backends = List.of();
        private Duration beat = Duration.ZERO;
        private long round;

        Driver(DriverInfo info) {
            this.info = info;
        }

        void heard(Instant heard) {
            readAt = System.nanoTime();
            lastHeard = heard.isAfter(lastHeard) ? heard : lastHeard;
        }

        boolean isLost(Instant now) {
            return lastHeard.plus(beat.multipliedBy(2)).isBefore(now);
        }

        void links(OfRoster report) {
            if (!report.time().isBefore(lastTold)) {
                lastTold = report.time();
                backends = report.backends();
            }
        }

        void see(RunStatus status, Instant time, Set<String> gone) {
            String id = status.run().id();
            if (status.state() == RunState.ENDED || gone.contains(id)) {
                runs.remove(id);
                return;
            }
            Seen before = runs.get(id);
            if (before == null || !before.time.isAfter(time)) {
                runs.put(id, new Seen(status, time));
            }
        }

        /** All parts of a round together are all that the driver has: what is not among them has ended without a bye. */
        void alive(OfRoster report, Set<String> gone) {
            if (report.round() < round) {
                return;
            }
            if (report.round() > round) {
                round = report.round();
                parts.clear();
                listed.clear();
            }
            parts.add(report.part());
            for (RunStatus status : report.runs()) {
                listed.add(status.run().id());
                see(status, report.time(), gone);
            }
            if (parts.size() >= report.parts()) {
                runs.entrySet()
                        .removeIf(run -> !listed.contains(run.getKey())
                                && run.getValue().time.isBefore(report.time()));
            }
        }
    }
}
