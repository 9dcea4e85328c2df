package io.github.curfew.engine;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.Report;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.wire.Codec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a history that was lived against the promises. It knows what truly happened and when, and nothing of how the
 * engine decides: labels, order and time are judged by its own means.
 */
final class Oracle {
    private static final long SECOND = VirtualTime.SECOND;

    private final History history;
    private final Map<String, SimSignal> sent;
    private final Complaints complaints = new Complaints();
    private final ArrivalOracle arrivals;
    private final DeadlineOracle deadlines;
    private final TruthOracle truth = new TruthOracle(complaints);
    /** By run, then by signal. */
    private final Map<String, Map<String, Told>> told = new LinkedHashMap<>();

    private final Set<String> answered = new HashSet<>();

    Oracle(History history) {
        this.history = history;
        this.sent = history.sender.sent;
        this.arrivals = new ArrivalOracle(history, complaints);
        this.deadlines = new DeadlineOracle(history, complaints);
    }

    List<String> judge() {
        read();
        for (SimDriver driver : history.drivers) {
            driver.complaints.forEach(complaints::add);
            listening(driver);
            lossTold(driver);
            for (SimRun run : driver.runs) {
                Map<String, Told> words = told.getOrDefault(run.info.id(), Map.of());
                words.forEach((key, what) -> judge(run, key, what));
                for (Map.Entry<String, SimSignal> signal : sent.entrySet()) {
                    arrivals.missed(
                            run, signal.getKey(), signal.getValue(), words.getOrDefault(signal.getKey(), new Told()));
                }
                deadlines.touched(run, words);
                leaving(run, words);
            }
        }
        return complaints.all();
    }

    private void read() {
        Map<String, Report> known = new HashMap<>();
        for (SimBroker broker : history.brokers) {
            for (SimBroker.StoredReport stored : broker.reports) {
                String text = stored.body().text();
                if (stored.group().equals(Outgoing.ROSTER)) {
                    listed(broker, stored.at(), text);
                }
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

    /** Without reading them all: a run's id stands for nothing else. */
    private void listed(SimBroker broker, long at, String text) {
        for (SimDriver driver : history.drivers) {
            if (!text.contains(driver.info.id()) || text.contains("\"bye\"")) {
                continue;
            }
            for (SimRun run : driver.runs) {
                if (!run.listed.containsKey(broker.name) && text.contains('"' + run.info.id() + '"')) {
                    run.listed.put(broker.name, at);
                }
            }
        }
    }

    private Told told(Report.OfSignal report) {
        return told.computeIfAbsent(report.run().id(), unused -> new LinkedHashMap<>())
                .computeIfAbsent(key(report.signal()), unused -> new Told());
    }

    private static String key(SignalId id) {
        int planted = id.id().indexOf('~');
        return id.source() + "#" + (planted < 0 ? id.id() : id.id().substring(0, planted));
    }

    private void judge(SimRun run, String key, Told what) {
        if (what.received.size() > 1 || what.finals.size() > 1) {
            complaints.add("once", run, key, what.toString());
        }
        SimSignal signal = sent.get(key);
        if (signal == null) {
            ofTheDriver(run, key, what);
        } else {
            if (!signal.meant().test(run.labels)) {
                complaints.add("nobody else", run, key, "does not match " + run.labels + ": " + what);
            }
            if (what.isObeyed()) {
                arrivals.stale(run, key, signal, what);
                arrivals.expired(run, key, signal, what);
            }
        }
        for (Report.OfSignal report : what.finals.values()) {
            truth.judge(run, key, signal, what, report);
        }
        boolean inTime = what.received.values().stream()
                .allMatch(received -> run.driver.scheduler.trueTime(received.time()) < history.end() - 50 * SECOND);
        boolean survived = !run.driver.isDead() && (inTime || run.driver.closedAt != Long.MAX_VALUE);
        if (what.isObeyed() && survived && what.finals.isEmpty()) {
            complaints.add("always told", run, key, "received, and no final: " + what);
        }
    }

    private void ofTheDriver(SimRun run, String key, Told what) {
        boolean sigterm = key.startsWith("/sigterm#") && run.driver.sigtermAt != Long.MAX_VALUE;
        boolean closing = key.startsWith("/curfew/drivers/" + run.driver.info.id() + "#")
                && run.driver.closeBeganAt != Long.MAX_VALUE;
        if (!sigterm && !closing) {
            complaints.add("nobody else", run, key, "nobody sent that: " + what);
        }
    }

    private void lossTold(SimDriver driver) {
        if (driver.scheduler.problems() > 0) {
            complaints.add("never harms: " + driver.scheduler.problems() + " tasks of " + driver.info.id() + " threw");
        }
        if (!driver.isDead() && driver.losses != driver.parts.counters().get("signals.lost")) {
            complaints.add("losses not told: " + driver.info.id() + " " + driver.losses);
        }
    }

    /** A driver that takes its leave speaks for every run, to every broker that answers. */
    private void leaving(SimRun run, Map<String, Told> words) {
        SimDriver driver = run.driver;
        if (driver.closedAt == Long.MAX_VALUE) {
            return;
        }
        boolean lived = run.endedAt >= driver.closedAt && run.startedAt < driver.closeBeganAt - SECOND;
        if (lived && words.values().stream().allMatch(what -> what.finals.isEmpty())) {
            complaints.add("always told", run, "the end of the application", "nothing");
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
                    complaints.add("told before the link closes", run, key, "not on " + broker.name + ": " + what);
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
                complaints.add("never harms: " + driver.info.id() + " does not listen: " + health);
            }
            String ping = "/sim#ping-" + link.name();
            if (!answered.contains(driver.info.id() + " " + ping) && !history.flooded) {
                complaints.add("never harms: " + driver.info.id() + " did not answer " + ping);
            }
        }
    }
}
