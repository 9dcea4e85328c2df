package io.github.curfew.engine;

import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Stage;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a driver that are held before their first batch, each until no other run has its query. Two never go on at
 * once, by this order of steps: a run says that it is there; it reads who else is; it tells the number of its claim,
 * higher than all that it has read; it reads once more. Of two that do so at once, at least one has read of the other, and
 * whoever is read of is waited for. A held run that hears of a higher claim gives way, one that goes on drains.
 * Thread-safe; does not block.
 */
public final class Takeovers {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Parts parts;
    private final TakeoverTerms terms;
    private final DriverInfo driver;
    private final RandomGenerator random;
    private final Consumer<Watch> begin;
    private final HoldTelling telling;
    private final Lookout lookout;
    private final Map<String, Hold> holds = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param begin has a watch take its rounds, until it has finished
     */
    Takeovers(Parts parts, DriverInfo driver, TakeoverTerms terms, RandomGenerator random, Consumer<Watch> begin) {
        this.parts = parts;
        this.terms = terms;
        this.driver = driver;
        this.random = random;
        this.begin = begin;
        this.telling = new HoldTelling(parts.telling(), parts.runs(), parts.scheduler(), driver, terms.expiry());
        this.lookout = new Lookout(parts.scheduler());
    }

    /**
     * Those of an engine, of which it has one at the most. Nothing is held yet, and nothing is read.
     *
     * @param engine of the driver
     * @param terms what they go by
     * @return none yet
     */
    public static Takeovers of(Engine engine, TakeoverTerms terms) {
        return new Takeovers(engine.parts(), engine.info(), terms, new Random(), Watch::begin);
    }

    /**
     * Tells whether a backend can keep two runs apart.
     *
     * @param transport of the backend
     * @return false if it does not keep what drivers say, so that one that is out of reach would be overlooked
     */
    public static boolean canRelyOn(Transport transport) {
        return Watch.canTell(transport);
    }

    /**
     * Puts a run under curfew that must not begin before its predecessor has ended: the run of the same
     * {@code query.id}, in another driver.
     *
     * @param run the run, which has a {@code query.id}
     * @param gathers whether other queries of this driver can be held beside it, so that the predecessor's are asked
     *     together
     * @param ready tells whether it could begin at once; before that, its predecessor is not asked to stop. Asked again and
     *     again, and must not block
     * @return what it waits in
     */
    public Hold hold(Run run, boolean gathers, BooleanSupplier ready) {
        Hold hold = begin(run, gathers, ready);
        HeldRun held = new HeldRun(new GuardedRun(run, parts.counters()), hold);
        var unused = parts.register(new WatchedRun(held, parts.scheduler(), parts.leaving(), parts.links(), hold));
        return hold;
    }

    private synchronized Hold begin(Run run, boolean gathers, BooleanSupplier ready) {
        Hold hold = new Hold(this, run.info(), gathers, ready, parts.scheduler().uptime(), new Patience(terms));
        holds.put(hold.info.id(), hold);
        lookout.held(hold);
        if (!lookout.isWatching()) {
            lookout.watch(watches());
        }
        telling.began(hold);
        return hold;
    }

    private List<Watch> watches() {
        List<Watch> watches = parts.links().stream()
                .filter(link -> Watch.canTell(link.transport()))
                .map(link -> new Watch(link, parts, this, terms.lookBack(), random))
                .toList();
        watches.forEach(begin);
        return watches;
    }

    /** A driver said something, on this link. */
    synchronized void take(String link, Heard heard) {
        lookout.take(heard);
        Report report = heard.report();
        if (report instanceof Report.OfSignal word) {
            Claim claim = Claim.of(word.signal());
            Hold hold = claim == null ? null : holds.get(claim.runId());
            if (hold != null) {
                hold.asking.answered(word);
            }
        }
        if (!(report instanceof Report.OfRoster roster) || !roster.driver().id().equals(driver.id())) {
            return;
        }
        for (RunStatus status : roster.runs()) {
            Hold hold = holds.get(status.run().id());
            Held held = status.held();
            if (hold != null && held != null && status.state() == RunState.HELD && held.claim() == hold.number) {
                hold.reading.echoed(link, parts.scheduler().uptime());
            }
        }
    }

    /** Somebody said something that nobody who may has signed: a run may be there all the same, until its end is proven. */
    synchronized void doubt(Report report, String why, @Nullable Instant heard) {
        lookout.doubt(report, why, heard);
    }

    /**
     * A poll has ended.
     *
     * @see Reading#polled
     */
    synchronized void polled(String link, Duration begun, boolean quiet, Duration quietTime, Duration hearingTime) {
        for (Hold hold : holds.values()) {
            hold.reading.polled(link, begun, quiet, quietTime, hearingTime);
        }
    }

    /** A broker has lost reports that nobody here had read: one of them may have told of a predecessor. */
    synchronized void lost(String link) {
        lookout.lost(link, parts.beat(), holds.values());
    }

    /** Looks at every held run. */
    void look() {
        synchronized (this) {
            for (Hold hold : List.copyOf(holds.values())) {
                if (hold.isHolding()) {
                    look(hold);
                }
            }
        }
        telling.tell();
    }

    private void look(Hold hold) {
        List<Member> others = lookout.others(hold);
        note(hold, others);
        boolean mayGo = others.isEmpty() && lookout.hasRead(hold);
        switch (hold.stage) {
            case LOOKING -> {
                if (lookout.hasRead(hold)) {
                    hold.number = lookout.nextClaim(hold);
                    hold.stage = Stage.CLAIMING;
                    hold.reading.beginAnew();
                    telling.speak(hold);
                }
            }
            case CLAIMING -> {
                if (lookout.hasRead(hold)) {
                    hold.stage = Stage.GATHERING;
                    look(hold);
                    return;
                }
            }
            case GATHERING -> {
                if (mayGo) {
                    go(hold);
                } else if (!others.isEmpty()
                        && hold.ready.getAsBoolean()
                        && lookout.hasGathered(hold, others, terms.gather())) {
                    hold.stage = Stage.WAITING;
                    telling.ask(hold, others);
                }
            }
            case WAITING -> {
                if (mayGo) {
                    go(hold);
                } else if (hold.asking.isToAskAgain(others, parts.scheduler().uptime())) {
                    telling.ask(hold, others);
                }
            }
        }
        boolean speaks = hold.stage == Stage.LOOKING || hold.stage == Stage.CLAIMING;
        if (speaks && hold.reading.isUnheard() && passed(hold.spoke).compareTo(AGAIN) >= 0) {
            telling.speak(hold);
        }
        if (hold.isHolding() && (hold.stage != Stage.GATHERING || !lookout.hasRead(hold))) {
            Duration asked = hold.asking.since();
            Decision made = hold.patience.look(hold, passed(asked == null ? hold.begun : asked));
            if (made != null) {
                decide(hold, made);
            }
        }
    }

    private Duration passed(Duration since) {
        return parts.scheduler().uptime().minus(since);
    }

    /** Whoever lists the runs reads for whom this one waits. */
    private void note(Hold hold, List<Member> others) {
        List<String> ids = others.stream().map(Member::runId).toList();
        hold.predecessors.addAll(ids);
        String why = lookout.why(hold, others);
        if (ids.equals(hold.awaited) && why.equals(hold.why)) {
            return;
        }
        hold.awaited = ids;
        hold.why = why;
        telling.changed(hold);
    }

    private void go(Hold hold) {
        List<Member> ended = lookout.known(hold.predecessors).toList();
        String words = ended.isEmpty()
                ? "nobody else has its query"
                : ended.stream().map(Member::word).collect(Collectors.joining("; "));
        if (!ended.stream().allMatch(Member::endedWell)) {
            telling.badlyEnded(hold, words);
        }
        decide(hold, new Decision(Verdict.GO, words));
    }

    /** Decides, unless that was done. */
    void end(Hold hold, Decision made) {
        synchronized (this) {
            decide(hold, made);
        }
        telling.tell();
    }

    private void decide(Hold hold, Decision made) {
        hold.predecessors.stream().filter(lookout::isGone).forEach(hold.ended::add);
        if (!hold.decide(made)) {
            return;
        }
        telling.decided(hold, made);
        if (holds.values().stream().noneMatch(Hold::isHolding)) {
            lookout.finish();
        }
    }

    /** Forgets a run that is no more. */
    void forget(Hold hold) {
        end(hold, new Decision(Verdict.END, "its query has ended"));
        synchronized (this) {
            holds.remove(hold.info.id());
        }
    }

    /** Why a claim of another run does not count for this one; null if it does. */
    synchronized @Nullable String whyNot(Hold hold, Claim other) {
        if (!hold.isHolding()) {
            return hold.ended.contains(other.runId())
                    ? "it has taken the query over from the run that asks, which has ended"
                    : null;
        }
        if (lookout.isGone(other.runId())) {
            return "the run that asks has ended";
        }
        if (hold.number == 0) {
            hold.floor = Math.max(hold.floor, other.number());
        }
        return hold.number == 0 || new Claim(hold.info.id(), hold.number).compareTo(other) > 0
                ? "it is held too, and claims the query later"
                : null;
    }

    synchronized @Nullable Held status(Hold hold) {
        return hold.isHolding() ? new Held(hold.number, hold.awaited, hold.why) : null;
    }
}
