package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.engine.Fence.Verdict;
import io.github.curfew.engine.Rejections.Reason;
import io.github.curfew.engine.WatchedRun.Parked;
import io.github.curfew.model.Action;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every signal arrives, whatever way it came: can it be read, whose word is it, has it expired, did it come before,
 * and whom does it match? What passes is judged for each of those runs, and obeyed. Never blocks, never throws but what a
 * caller at a door has to be told. Thread-safe.
 */
final class Desk implements Link.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    /** The way of what did not come over a broker. */
    private static final String DOOR = "driver";

    private final Authority authority;
    private final Requests requests;
    private final Scheduler scheduler;
    private final Runs runs;
    private final Telling telling;
    private final Counters counters;
    private final Rejections rejections;
    private final Obeying obeying;
    private final Judging judging;
    private final SeenSignals seen = new SeenSignals();

    Desk(Authority authority, Requests requests, Scheduler scheduler, Runs runs, Telling telling, Counters counters) {
        this.authority = authority;
        this.requests = requests;
        this.scheduler = scheduler;
        this.runs = runs;
        this.telling = telling;
        this.counters = counters;
        this.rejections = new Rejections(counters, scheduler);
        this.obeying = new Obeying(authority, requests, runs, telling, counters, rejections);
        this.judging = new Judging(requests, scheduler, telling, rejections, obeying);
    }

    @Override
    public void deliver(Link link, Arrival arrival) {
        Delivery delivery = arrival.delivery();
        counters.count(Counters.RECEIVED);
        try {
            SignalId brokersOwn = new SignalId("/curfew/backends/" + link.name(), delivery.id());
            receive(link, arrival, brokersOwn);
        } catch (MalformedException e) {
            rejections.reject(Reason.MALFORMED, link.name(), delivery.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.debug("Judging a signal failed", e);
            rejections.reject(Reason.ERROR, link.name(), delivery.id(), e.toString());
        }
    }

    private void receive(Link link, Arrival arrival, SignalId brokersOwn) {
        Delivery delivery = arrival.delivery();
        Admitted<Signal> admitted;
        try {
            admitted = authority.read(delivery.body(), delivery.attributes(), brokersOwn);
        } catch (RefusedException e) {
            refuse(e, link, arrival);
            return;
        }
        judge(admitted, link, arrival);
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
    private void refuse(RefusedException refused, Link link, Arrival arrival) {
        Delivery delivery = arrival.delivery();
        String sentence = String.valueOf(refused.getMessage());
        rejections.reject(Reason.of(refused.reason()), link.name(), delivery.id(), sentence);
        Signal claimed = refused.claimed();
        if (claimed == null
                || claimed.action() == Action.PING
                || link.hasExpired(delivery, requests.lifetime(claimed))) {
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
                        && run.fence(link).verdict(arrival, claimed, link.timeResolution(), false) != Verdict.STALE
                        && authority.mayTell()) {
                    telling.refuse(
                            run.run(),
                            requests.of(claimed, Quoted.plain(claimed.selector().toString())),
                            sentence);
                }
            }
        }
    }

    private void judge(Admitted<Signal> admitted, Link link, Arrival arrival) {
        Delivery delivery = arrival.delivery();
        Signal signal = admitted.message();
        Duration lifetime = requests.lifetime(signal);
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
                Parked came = new Parked(admitted, link, arrival, label, arrival.at());
                Parked open = isNew ? came : run.unpark(came);
                if (open != null) {
                    matched = true;
                    judging.judge(run, open);
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
                    authority.remembered(admitted, requests.lifetime(signal)))) {
                rejections.reject(Reason.DUPLICATE, DOOR, signal.id().id(), "it came before");
                return;
            }
            for (WatchedRun run : runs.all()) {
                String label = signal.selector().match(run.info().labels());
                if (label != null && asked.test(run)) {
                    obeying.obey(run, admitted, label, DOOR, signal.id().id());
                }
            }
            if (signal.action() == Action.PING) {
                telling.answer(signal);
            }
        }
    }

    /**
     * Settles with a run that shall be let go of.
     *
     * @return false if something is asked of it, so that it stays until its end
     */
    synchronized boolean letsGo(WatchedRun run) {
        settle(run);
        Hold hold = run.hold();
        // Nobody would ever let it begin.
        return (hold == null || !hold.isHolding()) && run.ladder().release();
    }

    /**
     * A run takes its leave: what still waits for its fence is judged by what is known, since a signal that matched must
     * have its report.
     */
    synchronized void settle(WatchedRun run) {
        for (Parked signal : run.giveUpWaiting()) {
            judging.judge(run, signal);
        }
    }

    /** Judges what had to wait for a fence. */
    synchronized void review() {
        for (WatchedRun run : runs.all()) {
            run.judgeable(scheduler.uptime()).forEach(signal -> judging.judge(run, signal));
        }
    }
}
