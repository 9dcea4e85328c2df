package io.github.curfew.engine;

import io.github.curfew.engine.SimSignal.Copy;
import io.github.curfew.model.Outcome;

/** Holds the promises that nothing is missed, and nothing stale is obeyed. */
final class ArrivalOracle {
    private static final long SECOND = VirtualTime.SECOND;

    private final History history;
    private final Complaints complaints;

    ArrivalOracle(History history, Complaints complaints) {
        this.history = history;
        this.complaints = complaints;
    }

    /** A signal never touches a run that began after it was published. */
    void stale(SimRun run, String key, SimSignal signal, Told what) {
        for (Copy copy : signal.copies()) {
            if (copy.at() >= run.registeredAt
                    || (Hindsight.bySender(run, copy) && Hindsight.claimsLater(run, signal))) {
                return;
            }
        }
        complaints.add(
                "nothing stale",
                run,
                key,
                "published at " + signal.firstAt() + ", run began at " + run.registeredAt + ": " + what);
    }

    /** Nor one that it reached too late. */
    void expired(SimRun run, String key, SimSignal signal, Told what) {
        for (Copy copy : signal.copies()) {
            long came = Hindsight.came(run.driver, copy);
            boolean counted = copy.broker().kind.times
                    && run.driver.runs.stream().anyMatch(other -> {
                        long[] hello = other.hellos.get(copy.broker().name);
                        return hello != null && hello[1] < came;
                    });
            // It may have waited for its verdict, and counts until then.
            long obeyed = what.received.values().stream()
                    .mapToLong(received -> run.driver.scheduler.trueTime(received.time()))
                    .max()
                    .orElse(came);
            long until = (counted ? copy.at() : came) + Hindsight.lifetime(run, signal) + Hindsight.tolerance(copy);
            if (came != Long.MAX_VALUE && obeyed <= until) {
                return;
            }
        }
        complaints.add("expiry", run, key, "obeyed though it had expired: " + what);
    }

    /**
     * What came, was new, and was meant for a run that lived, has exactly one final. Also where the run was still starting
     * but listed on the broker already: its sender waits for it.
     */
    void missed(SimRun run, String key, SimSignal signal, Told what) {
        SimDriver driver = run.driver;
        if (driver.isDead() || !isRefusable(signal) || !signal.meant().test(run.labels)) {
            return;
        }
        if (signal.firstAt() <= Math.min(run.startedAt, listedAt(run))) {
            return;
        }
        boolean came = false;
        boolean unordered = false;
        for (Copy copy : signal.copies()) {
            if (driver.transports.stream().noneMatch(transport -> transport.broker() == copy.broker())) {
                continue;
            }
            long at = Hindsight.came(driver, copy);
            if (at == Long.MAX_VALUE) {
                undelivered(run, key, copy, what);
                continue;
            }
            if (at >= Math.min(run.endedAt, driver.closeBeganAt)) {
                continue;
            }
            if (Hindsight.mayHaveExpired(run, signal, copy, at)
                    || (Hindsight.bySender(run, copy) && !Hindsight.claimsLater(run, signal))) {
                return;
            }
            unordered |= Hindsight.mayBeUnordered(run, copy);
            came = true;
        }
        if (came && what.has(Outcome.REFUSED) && signal.isStop() && !unordered) {
            complaints.add("nothing missed", run, key, "refused, though the order can be told: " + what);
        }
        if (came && what.finals.isEmpty()) {
            complaints.add("nothing missed", run, key, "it came, and was new, and no word of it: " + what);
        }
    }

    /** When anybody could know that it is there. */
    private static long listedAt(SimRun run) {
        return run.listed.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
    }

    private static boolean isRefusable(SimSignal signal) {
        return !signal.action().equals("ping");
    }

    private void undelivered(SimRun run, String key, Copy copy, Told what) {
        boolean forgotten = !copy.broker().isThere(copy.stored().index());
        boolean lived = run.isAlive() && !run.driver.isGone() && copy.at() < history.end() - 30 * SECOND;
        if (lived && !forgotten && !history.flooded) {
            complaints.add("nothing missed", run, key, "never arrived over " + copy.broker().name + ": " + what);
        }
    }
}
