package io.github.curfew.engine;

import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.engine.Fence.Verdict;
import io.github.curfew.model.Held;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run under curfew: its ladder, its fence on each backend, and the signals on which no verdict is possible yet. Thread-safe. */
final class WatchedRun {
    /** How long a signal may wait for the broker's time of a run's hello. */
    private static final Duration LONGEST_PENDING = Duration.ofSeconds(30);

    private final Run run;
    private final Ladder ladder;
    private final Scheduler scheduler;
    private final Map<String, Fence> fences = new HashMap<>();
    private final List<Parked> parked = new ArrayList<>();
    private final @Nullable Hold hold;
    private Duration expectedUntil = Duration.ZERO;
    private @Nullable RunState seen;
    private Instant since;
    private volatile boolean introduced;

    /**
     * A signal that waits for its verdict.
     *
     * @param admitted which
     * @param link over which it came
     * @param arrival and what came when
     * @param matched by which label
     * @param since uptime at its first receipt
     */
    record Parked(Admitted<Signal> admitted, Link link, Arrival arrival, String matched, Duration since) {
        Signal signal() {
            return admitted.message();
        }

        Delivery delivery() {
            return arrival.delivery();
        }

        Identity identity() {
            return admitted.identity(signal().id());
        }

        /** It had come before, and waited. */
        Parked again(Parked first) {
            Arrival known = link == first.link ? arrival.since(first.arrival) : arrival;
            return new Parked(admitted, link, known, matched, first.since);
        }
    }

    WatchedRun(Run run, Scheduler scheduler, Reporter reporter, Collection<Link> links) {
        this(run, scheduler, reporter, links, null);
    }

    /** One that is held before its first batch. */
    WatchedRun(Run run, Scheduler scheduler, Reporter reporter, Collection<Link> links, @Nullable Hold hold) {
        this.run = run;
        this.scheduler = scheduler;
        this.since = run.info().started();
        this.hold = hold;
        this.ladder = new Ladder(run, scheduler, reporter);
        Duration uptime = scheduler.uptime();
        for (Link link : links) {
            fences.put(link.name(), new Fence(run.info().started(), uptime));
        }
    }

    Run run() {
        return run;
    }

    RunInfo info() {
        return run.info();
    }

    Ladder ladder() {
        return ladder;
    }

    /** What it is or was held in before its first batch, or null. */
    @Nullable Hold hold() {
        return hold;
    }

    /** Whether a request was for a held run alone, and is settled. */
    boolean isSettledByHold(Request request, Telling telling) {
        return hold != null && hold.isSettled(run, request, telling);
    }

    /** Hands a request to the ladder. */
    void ask(Request request) {
        ladder.ask(request);
        if (hold != null && hold.isHolding()) {
            // At once: it shall not be let go of between this and the first look.
            boolean unused = ladder.climb();
        }
    }

    /** It has ended: what it was held in is no more. */
    void forgetHold() {
        if (hold != null) {
            hold.forget();
        }
    }

    /** Whether it was held, ends without a batch, and is still there. */
    boolean isEndingUnbegun() {
        return hold != null && !hold.isHolding() && !hold.mayGo();
    }

    Fence fence(Link link) {
        Fence fence = fences.get(link.name());
        if (fence == null) {
            throw new IllegalStateException("no fence for " + link.name());
        }
        return fence;
    }

    /** Its fence stands, and brokers are told of it from now on. */
    void introduce() {
        introduced = true;
    }

    boolean isIntroduced() {
        return introduced;
    }

    synchronized void expectEnd(Duration until) {
        expectedUntil = until;
    }

    synchronized boolean isExpectedToEnd(Duration uptime) {
        return uptime.compareTo(expectedUntil) < 0 && !run.hasEnded();
    }

    RunStatus status() {
        Held held = held();
        RunState state = held == null ? state() : RunState.HELD;
        return new RunStatus(run.info(), state, run.lastBatch(), note(state), held);
    }

    /** Notes since when it does what it does, for the next who asks; a change that nobody looks at has no time. */
    void noteState() {
        var unused = note(held() == null ? state() : RunState.HELD);
    }

    private @Nullable Held held() {
        return hold == null || state() != RunState.RUNNING ? null : hold.status();
    }

    private RunState state() {
        RunState state = ladder.state();
        return state == RunState.RUNNING && run instanceof Lifecycle lifecycle ? lifecycle.state() : state;
    }

    private synchronized Instant note(RunState state) {
        if (seen != null && seen != state) {
            since = scheduler.now();
        }
        seen = state;
        return since;
    }

    /** What has waited too long is judged by what is known, since with no end to waiting it would be missed. */
    Verdict verdict(Parked signal, Duration uptime) {
        boolean patient = uptime.minus(signal.since()).compareTo(LONGEST_PENDING) < 0;
        Link link = signal.link();
        return fence(link).verdict(signal.arrival(), signal.signal(), link.timeResolution(), patient);
    }

    synchronized void park(Parked signal) {
        parked.add(signal);
    }

    synchronized boolean hasParked() {
        return !parked.isEmpty();
    }

    /** Takes out what can be judged now. */
    synchronized List<Parked> judgeable(Duration uptime) {
        List<Parked> ready = new ArrayList<>();
        Iterator<Parked> all = parked.iterator();
        while (all.hasNext()) {
            Parked one = all.next();
            if (verdict(one, uptime) != Verdict.PENDING) {
                all.remove();
                ready.add(one);
            }
        }
        return ready;
    }

    /** Takes out all that waits, and lets nothing wait from now on. */
    synchronized List<Parked> giveUpWaiting() {
        fences.values().forEach(Fence::giveUpWaiting);
        List<Parked> left = List.copyOf(parked);
        parked.clear();
        return left;
    }

    /**
     * Takes out a signal that came again meanwhile: over another backend, whose fence may know more.
     *
     * @return what waits now, instead; null if it did not
     */
    synchronized @Nullable Parked unpark(Parked signal) {
        Iterator<Parked> all = parked.iterator();
        while (all.hasNext()) {
            Parked one = all.next();
            if (one.identity().equals(signal.identity())) {
                all.remove();
                return signal.again(one);
            }
        }
        return null;
    }
}
