package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.engine.Authority.Objection;
import io.github.curfew.engine.Fence.Verdict;
import io.github.curfew.engine.Ladder.Request;
import io.github.curfew.engine.Rejections.Reason;
import io.github.curfew.engine.WatchedRun.Parked;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every signal is judged, whatever way it came: can it be read, whose word is it, has it expired, did it come before,
 * whom does it match, and was it published after that run started? What passes is handed to the run's ladder. Never blocks, never
 * throws. Thread-safe.
 */
final class Desk implements Link.Receiver, Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    /** The way of what did not come over a broker. */
    private static final String DOOR = "driver";

    private final EngineSettings settings;
    private final String driverId;
    private final Scheduler scheduler;
    private final Runs runs;
    private final Telling telling;
    private final Counters counters;
    private final Rejections rejections;
    private final SeenSignals seen = new SeenSignals();
    private final Authority authority;

    Desk(EngineSettings settings, String driverId, Scheduler scheduler, Runs runs, Telling telling, Counters counters) {
        this.settings = settings;
        this.driverId = driverId;
        this.scheduler = scheduler;
        this.runs = runs;
        this.telling = telling;
        this.counters = counters;
        this.rejections = new Rejections(counters, scheduler);
        this.authority = new Authority(settings, scheduler);
    }

    @Override
    public void deliver(Link link, Delivery delivery) {
        counters.count(Counters.RECEIVED);
        try {
            SignalId brokersOwn = new SignalId("/curfew/backends/" + link.name(), delivery.id());
            receive(link, delivery, brokersOwn);
        } catch (MalformedException e) {
            rejections.reject(Reason.MALFORMED, link.name(), delivery.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.debug("Judging a signal failed", e);
            rejections.reject(Reason.ERROR, link.name(), delivery.id(), e.toString());
        }
    }

    private void receive(Link link, Delivery delivery, SignalId brokersOwn) {
        Admitted<Signal> admitted;
        try {
            admitted = authority.read(delivery.body(), delivery.attributes(), brokersOwn);
        } catch (RefusedException e) {
            refuse(e, link, delivery);
            return;
        }
        judge(admitted, link, delivery);
    }

    /** Somebody brought what cannot be read, by another way than a broker. */
    void malformed(String door, String sentence) {
        counters.count(Counters.RECEIVED);
        rejections.reject(Reason.MALFORMED, door, "", sentence);
    }

    @Override
    public void passedOver(Link link, String sentence) {
        rejections.reject(Reason.UNREADABLE, link.name(), "", sentence);
    }

    @Override
    public void lost(Link link, String sentence) {
        counters.count(Counters.LOST);
        link.health().remark(sentence);
    }

    /** Nobody who may has signed it: whoever waits for an answer gets that one, and those that it would have meant go on. */
    private void refuse(RefusedException refused, Link link, Delivery delivery) {
        String sentence = String.valueOf(refused.getMessage());
        rejections.reject(Reason.of(refused.reason()), link.name(), delivery.id(), sentence);
        Signal claimed = refused.claimed();
        if (claimed == null || claimed.action() == Action.PING || link.hasExpired(delivery, lifetime(claimed))) {
            return;
        }
        synchronized (this) {
            if (authority.wasAccepted(claimed.id(), seen)) {
                // Its reports are under way, and a copy that somebody forged has no say in them.
                return;
            }
            for (WatchedRun run : runs.all()) {
                String label = claimed.selector().match(run.info().labels());
                if (label != null
                        && run.fence(link).verdict(delivery, claimed, link.timeResolution(), false) != Verdict.STALE
                        && authority.mayTell()) {
                    telling.report(run.run(), request(claimed, label), Outcome.REFUSED, null, sentence);
                }
            }
        }
    }

    private void judge(Admitted<Signal> admitted, Link link, Delivery delivery) {
        Signal signal = admitted.message();
        Duration lifetime = lifetime(signal);
        if (link.hasExpired(delivery, lifetime)) {
            rejections.reject(
                    Reason.EXPIRED,
                    link.name(),
                    delivery.id(),
                    "it was published at " + delivery.time() + " and counted for " + lifetime);
            return;
        }
        synchronized (this) {
            Identity identity = admitted.identity(signal.id());
            boolean isNew = seen.add(identity, scheduler.uptime(), authority.remembered(admitted, lifetime));
            if (!isNew) {
                rejections.reject(Reason.DUPLICATE, link.name(), delivery.id(), "it came before");
            }
            boolean matched = false;
            for (WatchedRun run : runs.all()) {
                String label = signal.selector().match(run.info().labels());
                if (label == null) {
                    continue;
                }
                // A second backend's word counts only where the first one's fence could not tell yet.
                Duration since = isNew ? scheduler.uptime() : run.unpark(identity);
                if (since != null) {
                    matched = true;
                    judge(run, new Parked(admitted, link, delivery, label, since));
                }
            }
            if (isNew
                    && !matched
                    && !signal.selector().isEveryone()
                    && link.transport().capabilities().takesAway()) {
                rejections.reject(
                        Reason.MISDIRECTED,
                        link.name(),
                        delivery.id(),
                        "nobody here is meant by "
                                + Quoted.plain(signal.selector().toString())
                                + ", and no other driver will be given it: if two"
                                + " drivers read one queue, give each its own");
            }
            if (signal.action() == Action.PING
                    && isNew
                    && (matched || signal.selector().isEveryone())) {
                telling.answer(signal);
            }
        }
    }

    private void judge(WatchedRun run, Parked signal) {
        if (hasExpired(signal)) {
            rejections.reject(
                    Reason.EXPIRED,
                    signal.link().name(),
                    signal.delivery().id(),
                    "it expired before it could be told whether it was published after "
                            + run.info().displayName() + " started");
            return;
        }
        switch (run.verdict(signal, scheduler.uptime())) {
            case NEW ->
                obey(
                        run,
                        signal.admitted(),
                        signal.matched(),
                        signal.link().name(),
                        signal.delivery().id());
            case PENDING -> run.park(signal);
            case STALE ->
                rejections.reject(
                        Reason.STALE,
                        signal.link().name(),
                        signal.delivery().id(),
                        "it was published before " + run.info().displayName() + " was under curfew; publish it"
                                + " again to make it count");
            case UNKNOWN -> refuseUnordered(run, signal);
        }
    }

    private void refuseUnordered(WatchedRun run, Parked signal) {
        String sentence = "whether it was published before " + run.info().displayName()
                + " was under curfew cannot be told; publish it again to make it count";
        rejections.reject(
                Reason.UNORDERED, signal.link().name(), signal.delivery().id(), sentence);
        Request request = request(signal.signal(), signal.matched());
        telling.report(run.run(), request, Outcome.REFUSED, null, sentence);
    }

    /** Takes a message that did not come over a broker: what it says is new by its nature. */
    Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
        Admitted<Signal> admitted = counted(() -> authority.read(body, attributes, ifItHasNone), ifItHasNone);
        accept(admitted, run -> true);
        return admitted.message();
    }

    /** Takes a signal that did not come as a message, and has no signature. */
    void accept(Signal signal) {
        accept(counted(() -> authority.unsigned(signal), signal.id()), run -> true);
    }

    private Admitted<Signal> counted(Supplier<Admitted<Signal>> admitting, SignalId id) {
        try {
            return admitting.get();
        } catch (RefusedException e) {
            counters.count(Counters.RECEIVED);
            rejections.reject(Reason.of(e.reason()), DOOR, id.id(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** The driver itself asks those that still live: of one that has ended, and is about to say so, it wants nothing. */
    void acceptForLiving(Admitted<Signal> signal) {
        accept(signal, run -> !run.run().hasEnded());
    }

    private void accept(Admitted<Signal> admitted, Predicate<WatchedRun> asked) {
        Signal signal = admitted.message();
        counters.count(Counters.RECEIVED);
        synchronized (this) {
            if (!seen.add(
                    admitted.identity(signal.id()),
                    scheduler.uptime(),
                    authority.remembered(admitted, lifetime(signal)))) {
                rejections.reject(Reason.DUPLICATE, DOOR, signal.id().id(), "it came before");
                return;
            }
            for (WatchedRun run : runs.all()) {
                String label = signal.selector().match(run.info().labels());
                if (label != null && asked.test(run)) {
                    obey(run, admitted, label, DOOR, signal.id().id());
                }
            }
            if (signal.action() == Action.PING) {
                telling.answer(signal);
            }
        }
    }

    /** Has a run obey, if its signer may reach it and can have known it. */
    private void obey(WatchedRun run, Admitted<Signal> admitted, String matched, String way, String id) {
        Signal signal = admitted.message();
        Objection objection = authority.to(admitted, run.info());
        if (objection == null) {
            obey(run, signal, matched);
            return;
        }
        rejections.reject(objection.reason(), way, id, objection.sentence());
        if (signal.action() != Action.PING) {
            telling.report(run.run(), request(signal, matched), Outcome.REFUSED, null, objection.sentence());
        }
    }

    private void obey(WatchedRun run, Signal signal, String matched) {
        counters.count(Counters.OBEYED);
        if (signal.action() == Action.PING) {
            return;
        }
        Request request = request(signal, matched);
        if (run.isSettledByHold(request, this)) {
            return;
        }
        if (signal.action() != Action.STOP && !(run.run() instanceof Lifecycle)) {
            String sentence = signal.action().word()
                    + " is for a managed lifecycle, and this stream is none; stop it, and start it again yourself";
            telling.report(run.run(), request, Outcome.REFUSED, null, sentence);
            return;
        }
        LOG.info(
                "{} is told to {} ({}), asked by {} {}{}",
                run.info().displayName(),
                signal.action().word(),
                Quoted.plain(matched),
                Quoted.plain(signal.id().source()),
                Quoted.plain(signal.id().id()),
                signal.terms().reason().isEmpty()
                        ? ""
                        : ": " + Quoted.sentence(signal.terms().reason()));
        telling.report(run.run(), request, Outcome.RECEIVED, run.run().lastBatch(), "");
        if (signal.action() != Action.STOP && run.run() instanceof Lifecycle lifecycle) {
            lifecycle.ask(request);
            return;
        }
        run.ask(request);
        runs.look(run);
    }

    private Request request(Signal signal, String matched) {
        Duration deadline = signal.terms().deadline();
        OnTimeout onTimeout = signal.terms().onTimeout();
        return new Request(
                signal,
                matched,
                scheduler.uptime(),
                deadline == null ? settings.stopDeadline() : deadline,
                onTimeout == null ? settings.onTimeout() : onTimeout);
    }

    private Duration lifetime(Signal signal) {
        Duration expiry = signal.terms().expiry();
        return expiry == null ? settings.signalExpiry() : expiry;
    }

    @Override
    public void report(Run run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
        telling.report(run, request, outcome, lastBatch, detail);
    }

    @Override
    public void ended(Run run, Ending ending, boolean asked) {
        WatchedRun watched = runs.get(run.info().id());
        if (watched != null) {
            settle(watched);
            watched.forgetHold();
        }
        if (!asked && ending.proof() == Ending.Proof.CUT) {
            telling.report(run, ofItsOwn(ending.detail()), Outcome.FORCED, ending.lastBatch(), ending.detail());
        } else if (!asked) {
            telling.endedByItself(run, ending);
        }
        telling.ended(run, ending);
    }

    /**
     * Lets go of a run that still lives.
     *
     * @return false if something is asked of it, so that it stays until its end
     */
    boolean release(WatchedRun run) {
        synchronized (this) {
            settle(run);
            if (!run.ladder().release()) {
                return false;
            }
        }
        telling.released(run.run());
        return true;
    }

    /** Nobody asked, and yet it is cut: a report needs a signal to speak of. */
    Request ofItsOwn(String why) {
        Terms terms = new Terms(Mode.NOW, null, null, null, why, null);
        SignalId id = new SignalId("/curfew/drivers/" + driverId, Letters.newId());
        Signal end = new Signal(id, Action.STOP, Selector.EVERYONE, terms, scheduler.now());
        return new Request(end, "*", scheduler.uptime(), Duration.ZERO, OnTimeout.FORCE);
    }

    /** A managed lifecycle's own time has come, and nobody sent anything. */
    Request turnOfItsOwn(String why) {
        Terms terms = new Terms(Mode.GRACEFUL, null, null, null, why, null);
        SignalId id = new SignalId("/curfew/drivers/" + driverId, Letters.newId());
        return request(new Signal(id, Action.RESTART, Selector.EVERYONE, terms, scheduler.now()), "*");
    }

    /**
     * A run takes its leave: what still waits for its fence is judged by what is known, since a signal that matched must
     * have its report.
     */
    synchronized void settle(WatchedRun run) {
        for (Parked signal : run.giveUpWaiting()) {
            judge(run, signal);
        }
    }

    /** It may have expired while it waited, whichever backend's word it waited for. */
    private boolean hasExpired(Parked signal) {
        Duration lifetime = lifetime(signal.signal());
        return signal.link().hasExpired(signal.delivery(), lifetime)
                || scheduler.uptime().minus(signal.since()).compareTo(lifetime) > 0;
    }

    /** Judges what had to wait for a fence. */
    synchronized void review() {
        for (WatchedRun run : runs.all()) {
            run.judgeable(scheduler.uptime()).forEach(signal -> judge(run, signal));
        }
    }
}
