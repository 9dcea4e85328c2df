package io.github.curfew.engine;

import io.github.curfew.engine.SimSignal.Copy;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.wire.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a history that was lived against the promises. It knows what truly happened and when, and nothing of how the
 * engine decides: labels, order and time are judged by its own means.
 */
final class Oracle {
    private static final long SECOND = VirtualTime.SECOND;

    private final History history;
    private final Map<String, SimSignal> sent;
    private final List<String> violations = new ArrayList<>();
    /** By run, then by signal. */
    private final Map<String, Map<String, Told>> told = new LinkedHashMap<>();

    private final Set<String> answered = new HashSet<>();

    Oracle(History history) {
        this.history = history;
        this.sent = history.sender.sent;
    }

    List<String> judge() {
        read();
        for (SimDriver driver : history.drivers) {
            violations.addAll(driver.complaints);
            listening(driver);
            lossTold(driver);
            for (SimRun run : driver.runs) {
                Map<String, Told> words = told.getOrDefault(run.info.id(), Map.of());
                words.forEach((key, what) -> judge(run, key, what));
                for (Map.Entry<String, SimSignal> signal : sent.entrySet()) {
                    missed(run, signal.getKey(), signal.getValue(), words.getOrDefault(signal.getKey(), new Told()));
                }
                touched(run, words);
                leaving(run, words);
            }
        }
        return violations;
    }

    private void read() {
        Map<String, Report> known = new HashMap<>();
        for (SimBroker broker : history.brokers) {
            for (SimBroker.StoredReport stored : broker.reports) {
                String text = stored.body().text();
                if (stored.group().equals(Outgoing.ROSTER) && !text.contains("/sim")) {
                    continue;
                }
                Report report = known.computeIfAbsent(text, unused -> Codec.decodeReport(stored.body()));
                if (report instanceof Report.OfSignal one) {
                    told(one).stored(broker.name, stored.at(), one);
                } else if (report instanceof Report.OfRoster roster && roster.answering() != null) {
                    answered.add(roster.driverId() + " " + key(roster.answering()));
                }
            }
        }
        history.logged.forEach(logged -> told(logged.report()).logged(logged.at(), logged.report()));
    }

    private Told told(Report.OfSignal report) {
        return told.computeIfAbsent(report.run().id(), unused -> new LinkedHashMap<>())
                .computeIfAbsent(key(report.signal()), unused -> new Told());
    }

    private static String key(SignalId id) {
        int planted = id.id().indexOf('~');
        return id.source() + "#" + (planted < 0 ? id.id() : id.id().substring(0, planted));
    }

    private void complain(String promise, SimRun run, String key, String what) {
        violations.add(promise + ": " + key + " for " + run.info.id() + " (" + run.temper + "): " + what);
    }

    private void judge(SimRun run, String key, Told what) {
        if (what.received.size() > 1 || what.finals.size() > 1) {
            complain("once", run, key, what.toString());
        }
        SimSignal signal = sent.get(key);
        if (signal == null) {
            ofTheDriver(run, key, what);
        } else {
            if (!signal.meant().test(run.labels)) {
                complain("nobody else", run, key, "does not match " + run.labels + ": " + what);
            }
            if (what.isObeyed()) {
                stale(run, key, signal, what);
                expired(run, key, signal, what);
            }
        }
        for (Report.OfSignal report : what.finals.values()) {
            truth(run, key, signal, what, report);
        }
        boolean inTime = what.received.values().stream()
                .allMatch(received -> run.driver.scheduler.trueTime(received.time()) < history.end() - 50 * SECOND);
        boolean survived = !run.driver.isDead() && (inTime || run.driver.closedAt != Long.MAX_VALUE);
        if (what.isObeyed() && survived && what.finals.isEmpty()) {
            complain("always told", run, key, "received, and no final: " + what);
        }
    }

    private void ofTheDriver(SimRun run, String key, Told what) {
        boolean sigterm = key.startsWith("/sigterm#") && run.driver.sigtermAt != Long.MAX_VALUE;
        boolean closing = key.startsWith("/curfew/drivers/" + run.driver.info.id() + "#")
                && run.driver.closeBeganAt != Long.MAX_VALUE;
        if (!sigterm && !closing) {
            complain("nobody else", run, key, "nobody sent that: " + what);
        }
    }

    private void stale(SimRun run, String key, SimSignal signal, Told what) {
        for (Copy copy : signal.copies()) {
            if (copy.at() >= run.registeredAt || (bySender(run, copy) && claimsLater(run, signal))) {
                return;
            }
        }
        complain(
                "nothing stale",
                run,
                key,
                "published at " + signal.firstAt() + ", run began at " + run.registeredAt + ": " + what);
    }

    private static boolean claimsLater(SimRun run, SimSignal signal) {
        return signal.claimed() != null
                && SimScheduler.EPOCH.plusNanos(signal.claimed() * 1_000).isAfter(run.info.started());
    }

    /** Whether nothing but the sender's time may have been there to go by. */
    private static boolean bySender(SimRun run, Copy copy) {
        if (hasPosition(run, copy.broker())) {
            return false;
        }
        if (!copy.broker().kind.times) {
            return true;
        }
        return helloWasLate(run, copy);
    }

    /** Whether a position was certainly read before the run started. */
    private static boolean hasPosition(SimRun run, SimBroker broker) {
        return broker.kind.positions && positionsRead(run, broker) >= registrations(run);
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

    private static long came(SimDriver driver, Copy copy) {
        return driver.deliveries
                .getOrDefault(copy.broker().name, Map.of())
                .getOrDefault(copy.stored().index(), Long.MAX_VALUE);
    }

    private static long lifetime(SimRun run, SimSignal signal) {
        Long expiry = signal.expiry();
        return expiry == null ? run.driver.settings.signalExpiry().toNanos() / 1_000 : expiry;
    }

    private void expired(SimRun run, String key, SimSignal signal, Told what) {
        for (Copy copy : signal.copies()) {
            long came = came(run.driver, copy);
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
            long until = (counted ? copy.at() : came) + lifetime(run, signal) + tolerance(copy);
            if (came != Long.MAX_VALUE && obeyed <= until) {
                return;
            }
        }
        complain("expiry", run, key, "obeyed though it had expired: " + what);
    }

    /** A broker's clock is known to half a round trip, and to its resolution. */
    private static long tolerance(Copy copy) {
        return 4 * SECOND + 21 * copy.broker().latency;
    }

    /** What came, was new, and was meant for a run that lived, has exactly one final. */
    private void missed(SimRun run, String key, SimSignal signal, Told what) {
        SimDriver driver = run.driver;
        if (driver.isDead() || !isRefusable(signal) || !signal.meant().test(run.labels)) {
            return;
        }
        if (run.startedAt == Long.MAX_VALUE || signal.firstAt() <= run.startedAt) {
            return;
        }
        boolean came = false;
        boolean unordered = false;
        for (Copy copy : signal.copies()) {
            if (driver.transports.stream().noneMatch(transport -> transport.broker() == copy.broker())) {
                continue;
            }
            long at = came(driver, copy);
            if (at == Long.MAX_VALUE) {
                undelivered(run, key, copy, what);
                continue;
            }
            if (at >= Math.min(run.endedAt, driver.closeBeganAt)) {
                continue;
            }
            if (mayHaveExpired(run, signal, copy, at) || (bySender(run, copy) && !claimsLater(run, signal))) {
                return;
            }
            unordered |= mayBeUnordered(run, copy);
            came = true;
        }
        if (came && what.has(Outcome.REFUSED) && signal.isStop() && !unordered) {
            complain("nothing missed", run, key, "refused, though the order can be told: " + what);
        }
        if (came && what.finals.isEmpty()) {
            complain("nothing missed", run, key, "it came, and was new, and no word of it: " + what);
        }
    }

    private static boolean isRefusable(SimSignal signal) {
        return !signal.action().equals("ping");
    }

    /** Nobody waits for the word of a broker for ever, nor longer than the run lives. */
    private static boolean helloWasLate(SimRun run, Copy copy) {
        long[] hello = run.hellos.get(copy.broker().name);
        long came = came(run.driver, copy);
        long gone = Math.min(run.endedAt, run.driver.closeBeganAt);
        return hello == null || came == Long.MAX_VALUE || hello[1] > Math.min(came + 25 * SECOND, gone);
    }

    private static boolean mayHaveExpired(SimRun run, SimSignal signal, Copy copy, long came) {
        long left = copy.at() + lifetime(run, signal) - came;
        boolean waits = !hasPosition(run, copy.broker());
        long longest = waits ? 36 * SECOND : 3 * SECOND;
        return (copy.broker().kind.times && left < tolerance(copy) + longest) || lifetime(run, signal) < longest;
    }

    /** Within the true uncertainty of what the broker's clock told. */
    private static boolean mayBeUnordered(SimRun run, Copy copy) {
        if (hasPosition(run, copy.broker())) {
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

    private void undelivered(SimRun run, String key, Copy copy, Told what) {
        boolean forgotten = copy.broker().floor() > copy.stored().index();
        boolean lived = run.isAlive() && !run.driver.isGone() && copy.at() < history.end() - 30 * SECOND;
        if (lived && !forgotten && !history.flooded) {
            complain("nothing missed", run, key, "never arrived over " + copy.broker().name + ": " + what);
        }
    }

    private void lossTold(SimDriver driver) {
        if (driver.scheduler.problems() > 0) {
            violations.add("never harms: " + driver.scheduler.problems() + " tasks of " + driver.info.id() + " threw");
        }
        if (!driver.isDead() && driver.losses != driver.parts.counters().get("signals.lost")) {
            violations.add("losses not told: " + driver.info.id() + " " + driver.losses);
        }
    }

    /** Nobody touches a run without a signal that is meant for it and new. */
    private void touched(SimRun run, Map<String, Told> words) {
        long at = Math.min(run.drainedAt, run.cutAt);
        if (at == Long.MAX_VALUE || at >= run.driver.sigtermAt) {
            return;
        }
        for (SimSignal signal : sent.values()) {
            boolean there = signal.copies().stream()
                    .anyMatch(copy -> came(run.driver, copy) <= at
                            && (copy.at() >= run.registeredAt || (bySender(run, copy) && claimsLater(run, signal))));
            if (there && signal.isStop() && signal.meant().test(run.labels)) {
                deadline(run, words);
                return;
            }
        }
        violations.add("nobody else, nothing stale: " + run.info.id() + " was touched at " + at
                + " and no new signal had come" + " for it");
    }

    private record Term(long from, long until, boolean force, boolean now, boolean obeyed) {}

    /** What may have been asked of a run, whether or not a word of it got through. */
    private List<Term> terms(SimRun run, Map<String, Told> words) {
        List<Term> terms = new ArrayList<>();
        sent.forEach((key, signal) -> {
            if (!signal.isStop() || !signal.meant().test(run.labels)) {
                return;
            }
            Told what = words.getOrDefault(key, new Told());
            long came = signal.copies().stream()
                    .mapToLong(copy -> came(run.driver, copy))
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

    private static long length(SimRun run, SimSignal signal) {
        Long deadline = signal.deadline();
        return deadline == null ? run.driver.settings.stopDeadline().toNanos() / 1_000 : deadline;
    }

    private static boolean keepsRunning(SimRun run, SimSignal signal) {
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
                violations.add("deadline: " + run.info.id() + " (" + run.temper + ") was due at " + due
                        + " and was cut at " + run.cutAt);
            }
        }
        boolean excused = run.cutAt == Long.MAX_VALUE
                || run.cutAt >= run.driver.sigtermAt
                || run.temper == SimRun.Temper.NOT_DRAINABLE;
        if (!excused
                && terms.stream()
                        .noneMatch(term -> term.now || (term.force && term.until <= run.cutAt + SECOND / 100))) {
            violations.add(
                    "deadline: " + run.info.id() + " was cut at " + run.cutAt + " before any deadline of " + terms);
        }
    }

    private void truth(SimRun run, String key, @Nullable SimSignal signal, Told what, Report.OfSignal report) {
        long at = run.driver.scheduler.trueTime(report.time());
        boolean closing = at >= run.driver.closeBeganAt;
        boolean true_ = switch (report.outcome()) {
            case STOPPED ->
                run.drainedAt <= run.endedAt
                        && run.endedAt <= at
                        && run.proof == Ending.Proof.COMMITTED
                        && run.cutAt >= run.endedAt;
            case FORCED ->
                run.cutAt <= at
                        || run.proof == Ending.Proof.UNPROVEN
                        || run.proof == Ending.Proof.CUT
                        || (closing && run.endedAt >= run.driver.closeBeganAt)
                        || run.temper == SimRun.Temper.THROWS;
            case OVERRUN -> overrunIsTrue(run, signal, what, at);
            case FAILED -> run.proof == Ending.Proof.ERROR || run.cutAt <= at - 29 * SECOND;
            case ENDED -> run.endedAt <= at && (run.drainedAt > run.endedAt || wasTooLate(run, what));
            case REFUSED -> true;
            default -> false;
        };
        if (!true_) {
            complain(
                    "truth",
                    run,
                    key,
                    report.outcome() + " (" + report.detail() + ") at " + at + ", drained " + run.drainedAt + " cut "
                            + run.cutAt + " ended " + run.endedAt + " " + run.proof);
        }
    }

    private static boolean wasTooLate(SimRun run, Told what) {
        return what.received.values().stream()
                .allMatch(received -> run.driver.scheduler.trueTime(received.time()) >= run.endedAt);
    }

    private static boolean overrunIsTrue(SimRun run, @Nullable SimSignal signal, Told what, long at) {
        if (signal == null) {
            return false;
        }
        long length = length(run, signal);
        return keepsRunning(run, signal)
                && what.received.values().stream().allMatch(received -> {
                    long from = run.driver.scheduler.trueTime(received.time());
                    return at >= from + length - SECOND / 100 && at <= from + length + 2 * SECOND;
                });
    }

    /** A driver that takes its leave speaks for every run, to every broker that answers. */
    private void leaving(SimRun run, Map<String, Told> words) {
        SimDriver driver = run.driver;
        if (driver.closedAt == Long.MAX_VALUE) {
            return;
        }
        boolean lived = run.endedAt >= driver.closedAt && run.startedAt < driver.closeBeganAt - SECOND;
        if (lived && words.values().stream().allMatch(what -> what.finals.isEmpty())) {
            complain("always told", run, "the end of the application", "nothing");
        }
        words.forEach((key, what) -> {
            if (what.finals.isEmpty() || what.loggedAt < driver.closeBeganAt) {
                return;
            }
            for (SimTransport transport : driver.transports) {
                SimBroker broker = transport.broker();
                boolean was = broker.wasWell(
                        driver.closeBeganAt - 6 * SECOND, driver.closedAt, driver.slot(), history.faultsEnd());
                long created = what.finals.values().stream()
                        .mapToLong(report -> driver.scheduler.trueTime(report.time()))
                        .min()
                        .orElse(0);
                boolean givenUp =
                        broker.mayHaveBeenGivenUpOn(created, driver.closedAt, driver.slot(), history.faultsEnd());
                if (was
                        && !givenUp
                        && !history.flooded
                        && what.storedAt.getOrDefault(broker.name, Long.MAX_VALUE) > driver.closedAt) {
                    complain("told before the link closes", run, key, "not on " + broker.name + ": " + what);
                }
            }
        });
    }

    /** After every fault, listening goes on. */
    private void listening(SimDriver driver) {
        if (driver.isGone()) {
            return;
        }
        for (Link link : driver.parts.links()) {
            BackendHealth health = link.health().get();
            if (health.state() != BackendHealth.State.LISTENING) {
                violations.add("never harms: " + driver.info.id() + " does not listen: " + health);
            }
            String ping = "/sim#ping-" + link.name();
            if (!answered.contains(driver.info.id() + " " + ping) && !history.flooded) {
                violations.add("never harms: " + driver.info.id() + " did not answer " + ping);
            }
        }
    }
}
