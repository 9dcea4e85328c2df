package io.github.curfew.engine;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.SignalId;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Versions of one application that come up one after the other, or at once, on the same checkpoints. */
final class TakeoverHistory implements World {
    private static final long SECOND = VirtualTime.SECOND;

    /** Of clocks that are hours apart. */
    private static final AuthSettings SIGNED = new AuthSettings(
            true,
            Duration.ofHours(24),
            null,
            Map.of(
                    "versions",
                    Key.of("versions", "a secret that all versions of it share", null, Selector.EVERYONE, Use.ANY)));

    private final SplittableRandom random;
    private final VirtualTime time;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final List<SimBroker> brokers = new ArrayList<>();
    private final List<SimDriver> drivers = new ArrayList<>();
    private final Plant plant;
    private final boolean calm;
    private final boolean kind;
    private final long activeUntil;
    private final int queries;
    private final TakeoverTerms terms;
    /** Whether somebody without the key says again and again that whatever runs has stopped; all else is signed then. */
    private final boolean forged;
    /** Whether the brokers lose now and then all that drivers have said. */
    private final boolean losing;

    TakeoverHistory(long seed, Plant plant, boolean tracing) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 7);
        this.time = new VirtualTime(random.split());
        this.plant = plant;
        this.tracing = tracing;
        // These two are not drawn, so that all else is as it was without; another planted bug would have to sign.
        this.forged = plant == Plant.TAKEOVER_BELIEVING_ANYBODY || (plant == Plant.NONE && seed % 4 == 0);
        this.losing = plant == Plant.TAKEOVER_IN_SPITE_OF_A_LOSS || (plant == Plant.NONE && seed % 5 == 0);
        this.calm = random.nextInt(3) == 0;
        this.kind = calm || random.nextBoolean();
        this.activeUntil = random.nextLong(20, 90) * SECOND;
        this.queries = random.nextInt(1, 4);
        this.terms = new TakeoverTerms(
                Duration.ofSeconds(random.nextInt(3) * 3L),
                Duration.ofSeconds(random.nextInt(20, 60)),
                random.nextInt(3) == 0 ? OnSilence.GIVE_UP : OnSilence.HOLD,
                Duration.ofHours(1),
                Duration.ofHours(1));
        int count = random.nextInt(1, 3);
        for (int at = 0; at < count; at++) {
            brokers.add(broker(at));
        }
    }

    private SimBroker broker(int at) {
        List<SimBroker.Kind> kinds = List.of(SimBroker.Kind.EXACT, SimBroker.Kind.TIMELESS);
        double faults = calm || random.nextBoolean() ? 0 : 0.05;
        SimBroker broker = new SimBroker("b" + at, kinds.get(random.nextInt(kinds.size())), time, random, faults);
        int troubles = calm ? 0 : random.nextInt(3);
        for (int trouble = 0; trouble < troubles; trouble++) {
            long from = random.nextLong(activeUntil);
            broker.troubles.add(new SimBroker.Trouble(
                    from, from + random.nextLong(20 * SECOND), random.nextInt(-1, 4), random.nextInt(3) == 0, false));
        }
        return broker;
    }

    @Override
    public Plant plant() {
        return plant;
    }

    @Override
    public AuthSettings auth() {
        return forged && plant == Plant.NONE ? SIGNED : AuthSettings.NONE;
    }

    @Override
    public long faultsEnd() {
        return activeUntil + 20 * SECOND;
    }

    @Override
    public void trace(Supplier<String> what) {
        if (tracing) {
            trace.add(String.format("%10.3f %s", time.now() / 1e6, what.get()));
        }
    }

    List<String> trace() {
        return trace;
    }

    private boolean goesOnHolding() {
        return terms.onSilence() == OnSilence.HOLD;
    }

    /** Lives it, and tells what is wrong with it. */
    List<String> run() {
        int versions = random.nextInt(2, 6);
        long at = 0;
        for (int version = 0; version < versions; version++) {
            int slot = version;
            time.at(at, () -> start(slot));
            // Some come at the very same moment.
            at += random.nextInt(3) == 0 ? random.nextLong(300 * VirtualTime.MILLI) : random.nextLong(activeUntil / 2);
        }
        if (forged) {
            time.after(SECOND, this::forge);
        }
        if (losing) {
            time.after(5 * SECOND, this::lose);
        }
        long end = Math.max(at, faultsEnd()) + 400 * SECOND;
        time.runUntil(end);
        return judge();
    }

    private void start(int slot) {
        SimDriver driver = new SimDriver(this, time, random.split(), slot, "v" + slot, brokers);
        drivers.add(driver);
        long next = 0;
        for (int query = 0; query < queries; query++) {
            TreeMap<String, String> labels = new TreeMap<>();
            String id = driver.info.id() + ".q" + query;
            labels.put(Labels.RUN_ID, id);
            labels.put(Labels.QUERY_ID, "q" + query);
            SimRun.Temper temper = temper();
            time.after(next, () -> driver.hold(id, labels, temper, terms, true));
            next += random.nextLong(2 * SECOND);
        }
        if (!kind && random.nextInt(3) == 0) {
            time.after(random.nextLong(activeUntil), () -> leave(driver));
        }
    }

    private void forge() {
        for (SimDriver driver : drivers) {
            for (SimRun run : driver.runs) {
                if (run.startedAt != Long.MAX_VALUE && run.isAlive()) {
                    brokers.forEach(broker -> broker.reports.add(
                            new SimBroker.StoredReport(time.now(), "forged", Codec.encode(stopped(driver, run)))));
                }
            }
        }
        if (time.now() < activeUntil) {
            time.after(2 * SECOND, this::forge);
        }
    }

    private void lose() {
        brokers.forEach(SimBroker::loseReports);
        if (time.now() < activeUntil) {
            time.after(15 * SECOND, this::lose);
        }
    }

    private static Report stopped(SimDriver driver, SimRun run) {
        SignalId signal = new SignalId("/forged", "1");
        return new Report.OfSignal(
                "forged",
                driver.info.id(),
                driver.scheduler.now(),
                Outcome.STOPPED,
                signal,
                Action.STOP,
                run.info,
                "*",
                1L,
                Duration.ZERO,
                "");
    }

    private void leave(SimDriver driver) {
        switch (random.nextInt(3)) {
            case 0 -> driver.die();
            case 1 -> driver.terminate(Duration.ofSeconds(random.nextInt(1, 15)));
            default -> {
                // The context is stopped by now: nothing is committed any more.
                driver.runs.forEach(run -> run.end(Ending.Proof.CUT));
                driver.close();
            }
        }
    }

    private SimRun.Temper temper() {
        if (kind) {
            return SimRun.Temper.GOOD;
        }
        List<SimRun.Temper> tempers = List.of(
                SimRun.Temper.GOOD,
                SimRun.Temper.GOOD,
                SimRun.Temper.GOOD,
                SimRun.Temper.SLOW,
                SimRun.Temper.NEVER_DRAINS,
                SimRun.Temper.IGNORES_CUTS,
                SimRun.Temper.FAILS_DRAINING,
                SimRun.Temper.ENDS);
        return tempers.get(random.nextInt(tempers.size()));
    }

    private List<String> judge() {
        List<String> complaints = new ArrayList<>();
        for (SimDriver driver : drivers) {
            if (driver.scheduler.problems() > 0) {
                complaints.add(driver.scheduler.problems() + " tasks of " + driver.info.id() + " threw");
            }
        }
        Map<String, List<SimRun>> byQuery = new TreeMap<>();
        for (SimDriver driver : drivers) {
            for (SimRun run : driver.runs) {
                byQuery.computeIfAbsent(run.labels.getOrDefault(Labels.QUERY_ID, ""), unused -> new ArrayList<>())
                        .add(run);
            }
        }
        byQuery.forEach((query, runs) -> {
            neverTwoAtOnce(query, runs, complaints);
            // Where the word for an end is lost, its successor waits for ever.
            if (kind && goesOnHolding() && !losing) {
                oneAtTheEnd(query, runs, complaints);
            }
            if (calm && !losing) {
                newestWins(query, runs, complaints);
            }
        });
        return complaints;
    }

    private static void neverTwoAtOnce(String query, List<SimRun> runs, List<String> complaints) {
        List<SimRun> begun = runs.stream()
                .filter(run -> run.startedAt != Long.MAX_VALUE)
                .sorted(Comparator.comparingLong(run -> run.startedAt))
                .toList();
        for (int at = 1; at < begun.size(); at++) {
            SimRun before = begun.get(at - 1);
            long ended = Math.min(before.endedAt, before.driver.diedAt);
            if (ended > begun.get(at).startedAt) {
                complaints.add("two at once on " + query + ": " + before.info.id() + " until " + ended / 1e6 + ", "
                        + begun.get(at).info.id() + " from " + begun.get(at).startedAt / 1e6);
            }
        }
    }

    /** Where nothing dies, the query is processed in the end, by one. */
    private static void oneAtTheEnd(String query, List<SimRun> runs, List<String> complaints) {
        List<String> going = runs.stream()
                .filter(run -> run.startedAt != Long.MAX_VALUE && run.isAlive())
                .map(run -> run.info.id())
                .toList();
        if (going.size() != 1) {
            complaints.add(query + " is processed by " + going + " in the end");
        }
    }

    /** Where the brokers are well, who came last by a clear distance is the one. */
    private static void newestWins(String query, List<SimRun> runs, List<String> complaints) {
        List<SimRun> byStart = runs.stream()
                .sorted(Comparator.comparingLong(run -> run.registeredAt))
                .toList();
        SimRun last = byStart.get(byStart.size() - 1);
        boolean clear =
                byStart.size() == 1 || byStart.get(byStart.size() - 2).registeredAt + 5 * SECOND < last.registeredAt;
        if (clear && last.startedAt == Long.MAX_VALUE) {
            complaints.add(query + " was not taken over by " + last.info.id());
        }
    }
}
