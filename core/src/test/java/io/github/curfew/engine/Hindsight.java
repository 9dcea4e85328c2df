package io.github.curfew.engine;

import io.github.curfew.engine.SimSignal.Copy;
import java.util.List;
import java.util.Map;

/** What can be told afterwards of the order and the time of signals, by what truly happened. */
final class Hindsight {
    private static final long SECOND = VirtualTime.SECOND;

    private Hindsight() {}

    static boolean claimsLater(SimRun run, SimSignal signal) {
        return signal.claimed() != null
                && SimScheduler.EPOCH.plusNanos(signal.claimed() * 1_000).isAfter(run.info.started());
    }

    /** Whether nothing but the sender's time may have been there to go by. */
    static boolean bySender(SimRun run, Copy copy) {
        if (hasPosition(run, copy)) {
            return false;
        }
        if (!copy.broker().kind.times) {
            return true;
        }
        return helloWasLate(run, copy);
    }

    /** Whether a position that orders it was certainly read before the run started. */
    static boolean hasPosition(SimRun run, Copy copy) {
        SimBroker broker = copy.broker();
        return broker.kind.positions
                && positionsRead(run, broker) >= registrations(run)
                && !run.driver.isUndecided(broker, copy.stored().index());
    }

    private static long positionsRead(SimRun run, SimBroker broker) {
        return run.driver.positions.getOrDefault(broker.name, List.of()).stream()
                .filter(at -> at >= run.registeredAt && at <= run.startedAt)
                .count();
    }

    private static long registrations(SimRun run) {
        return run.driver.runs.stream()
                .filter(other ->
                        other.registeredAt > run.registeredAt - 4 * SECOND && other.registeredAt <= run.startedAt)
                .count();
    }

    static long came(SimDriver driver, Copy copy) {
        return driver.deliveries
                .getOrDefault(copy.broker().name, Map.of())
                .getOrDefault(copy.stored().index(), Long.MAX_VALUE);
    }

    static long lifetime(SimRun run, SimSignal signal) {
        Long expiry = signal.expiry();
        return expiry == null ? run.driver.settings.signalExpiry().toNanos() / 1_000 : expiry;
    }

    /** A broker's clock is known to half a round trip, and to its resolution. */
    static long tolerance(Copy copy) {
        return 4 * SECOND + 21 * copy.broker().latency;
    }

    /** Nobody waits for the word of a broker for ever, nor longer than the run lives. */
    static boolean helloWasLate(SimRun run, Copy copy) {
        long[] hello = run.hellos.get(copy.broker().name);
        long came = came(run.driver, copy);
        long gone = Math.min(run.endedAt, run.driver.closeBeganAt);
        return hello == null || came == Long.MAX_VALUE || hello[1] > Math.min(came + 25 * SECOND, gone);
    }

    static boolean mayHaveExpired(SimRun run, SimSignal signal, Copy copy, long came) {
        long left = copy.at() + lifetime(run, signal) - came;
        boolean waits = !hasPosition(run, copy);
        long longest = waits ? 36 * SECOND : 3 * SECOND;
        return (copy.broker().kind.times && left < tolerance(copy) + longest) || lifetime(run, signal) < longest;
    }

    /** Within the true uncertainty of what the broker's clock told. */
    static boolean mayBeUnordered(SimRun run, Copy copy) {
        if (hasPosition(run, copy)) {
            return false;
        }
        long[] hello = run.hellos.get(copy.broker().name);
        if (copy.broker().resolution == null || hello == null || helloWasLate(run, copy)) {
            return true;
        }
        long trip = hello[1] - hello[0];
        long coarse = copy.broker().resolution.toNanos() / 1_000;
        long drift = (hello[1] - run.registeredAt) / 500;
        return copy.at() - run.registeredAt <= trip + 2 * coarse + drift + 10 * VirtualTime.MILLI;
    }
}
