package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What signals ask of a managed lifecycle beside a stop. A request stays open until what it asked for is true: paused,
 * restarted, resumed. Where several come, the latest decides, and an earlier one that it contradicts is refused. Hears
 * from the ladder of the stream within how the way down goes, and passes it on in the lifecycle's name. Thread-safe.
 */
final class Turns implements Reporter {
    private final Lifecycle lifecycle;
    private final Reporter outer;
    private final List<Request> open = new ArrayList<>();
    private @Nullable Run stream;
    private @Nullable Ladder ladder;
    private @Nullable Ending proven;
    private @Nullable Action goal;
    private boolean begun;
    private boolean paused;
    private String remark = "";

    Turns(Lifecycle lifecycle, Reporter outer) {
        this.lifecycle = lifecycle;
        this.outer = outer;
    }

    /** Takes a request for a restart, a pause or a resume. */
    void take(Request request) {
        Ladder down = note(request);
        if (down != null) {
            down.ask(request);
        }
    }

    /** Returns the ladder that has to hear of it too. */
    private synchronized @Nullable Ladder note(Request request) {
        Action action = request.signal().action();
        if (lifecycle.hasEnded()) {
            tell(request, Outcome.ENDED, "it had ended before the signal took effect");
            return null;
        }
        if (lifecycle.isStopping()) {
            tell(request, Outcome.REFUSED, "it is being stopped");
            return null;
        }
        if (paused && action == Action.PAUSE) {
            tell(request, Outcome.PAUSED, "it was paused already");
            return null;
        }
        if (goal == null && ladder != null && action == Action.RESUME) {
            tell(request, Outcome.RESUMED, "it was not paused");
            return null;
        }
        goal = action == Action.PAUSE ? Action.PAUSE : Action.RESTART;
        open.add(request);
        return action == Action.RESUME ? null : ladder;
    }

    /** The stream within runs again. */
    void begun(Run next, Scheduler scheduler) {
        Ladder down = new Ladder(next, scheduler, this);
        settled(next, down).forEach(down::ask);
    }

    /** Returns what came too late to keep it from being started. */
    private synchronized List<Request> settled(Run next, Ladder down) {
        boolean first = !begun;
        stream = next;
        ladder = down;
        begun = true;
        proven = null;
        if (goal == Action.PAUSE) {
            return List.copyOf(open);
        }
        // At the first start nothing has stopped yet, and nothing was maintained: a restart asks for both.
        List<Request> early = first ? open.stream().filter(Turns::isRestart).toList() : List.of();
        open.removeAll(early);
        settle(Outcome.RESTARTED, request -> request.signal().action() != Action.PAUSE, "a later signal let it go on");
        open.addAll(early);
        goal = early.isEmpty() ? null : Action.RESTART;
        remark = "";
        return early;
    }

    private static boolean isRestart(Request request) {
        return request.signal().action() == Action.RESTART;
    }

    /** One look at the stream within; tells whether it is on its way down. */
    boolean climb() {
        Ladder down;
        synchronized (this) {
            down = ladder;
        }
        return down != null && down.climb();
    }

    /** How the stream within ended, once that is known. */
    synchronized @Nullable Ending proven() {
        if (proven != null) {
            ladder = null;
        }
        return proven;
    }

    /** How the stream within ended is known from elsewhere: what is still said of it is of no matter. */
    synchronized void forget() {
        stream = null;
        ladder = null;
    }

    /** Whether the stream ends, or has ended, to go on later. */
    synchronized boolean isTurn() {
        return goal != null;
    }

    /** Whether nothing is to be started for now. The first word of it is told to whoever asked. */
    synchronized boolean isPaused() {
        if (goal == Action.PAUSE && !paused) {
            paused = true;
            settle(Outcome.PAUSED, request -> request.signal().action() == Action.PAUSE, "a pause came after it");
        }
        if (goal != Action.PAUSE) {
            paused = false;
        }
        return paused;
    }

    /** Maintenance failed and the stream goes on all the same: whoever asked is told. */
    synchronized boolean remark(String sentence) {
        remark = sentence;
        return !open.isEmpty();
    }

    /** Nothing will be started any more. */
    synchronized void end(@Nullable Ending ending) {
        for (Request request : open) {
            if (ending != null && ending.proof() == Proof.ERROR) {
                tell(request, Outcome.FAILED, ending.detail());
            } else {
                tell(request, Outcome.REFUSED, "it was stopped before that");
            }
        }
        open.clear();
    }

    synchronized RunState state() {
        if (ladder == null) {
            return begun || goal == Action.PAUSE ? RunState.PAUSED : RunState.RUNNING;
        }
        return goal == null ? RunState.RUNNING : RunState.DRAINING;
    }

    private void settle(Outcome outcome, Predicate<Request> served, String contradicted) {
        for (Request request : open) {
            if (!served.test(request)) {
                tell(request, Outcome.REFUSED, contradicted);
            } else if (outcome == Outcome.RESTARTED && request.signal().action() == Action.RESUME) {
                tell(request, Outcome.RESUMED, remark);
            } else {
                tell(request, outcome, remark);
            }
        }
        open.clear();
    }

    private void tell(Request request, Outcome outcome, String detail) {
        outer.report(lifecycle, request, outcome, lifecycle.lastBatch(), detail);
    }

    /** A drained stream is only half of what was asked; every other final word stands, and the lifecycle goes on. */
    @Override
    public synchronized void report(
            Run which, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
        if (outcome == Outcome.STOPPED || outcome == Outcome.ENDED) {
            return;
        }
        if (outcome.isFinal()) {
            Iterator<Request> all = open.iterator();
            while (all.hasNext()) {
                if (all.next().signal().id().equals(request.signal().id())) {
                    all.remove();
                }
            }
        }
        outer.report(lifecycle, request, outcome, lastBatch, detail);
    }

    @Override
    public synchronized void ended(Run which, Ending ending, boolean asked) {
        // A proof that comes late must not end the stream that was started since.
        if (which == stream) {
            proven = ending;
            lifecycle.wake();
        }
    }
}
