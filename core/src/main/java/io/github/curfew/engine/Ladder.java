package io.github.curfew.engine;

import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way down for one run: drain until the deadline, then cut, then tell the truth. Several signals may ask for it at
 * once; the most urgent one decides, and each gets a final report of its own. Climbed by short looks at the time.
 * Thread-safe.
 */
final class Ladder {
    private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);
    /** How long a cut may take before the run counts as one that cannot be ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Run run;
    private final Scheduler scheduler;
    private final Reporter reporter;
    private final List<Request> open = new ArrayList<>();
    private Rung rung = Rung.NONE;
    private String whyCut = "";
    private String stuck = "";
    private Duration cutOrdered = Duration.ZERO;
    private @Nullable Duration cutSince;
    private @Nullable Thread cutter;
    private boolean proving;
    private boolean drained;
    private boolean released;

    private enum Rung {
        NONE,
        DRAINING,
        CUTTING,
        STUCK,
        ENDED
    }

    Ladder(Run run, Scheduler scheduler, Reporter reporter) {
        this.run = run;
        this.scheduler = scheduler;
        this.reporter = reporter;
    }

    /** Takes a request. The caller sees to it that {@link #climb} is called from now on. */
    synchronized void ask(Request request) {
        if (released) {
            reporter.report(run, request, Outcome.REFUSED, null, "it is no longer under curfew, and still runs");
            return;
        }
        if (rung == Rung.ENDED) {
            reporter.report(run, request, Outcome.ENDED, null, "it had ended before the signal took effect");
            return;
        }
        if (rung == Rung.STUCK) {
            reporter.report(run, request, Outcome.FAILED, run.lastBatch(), stuck);
            return;
        }
        open.add(request);
        if (request.signal().terms().mode() == Mode.NOW && rung != Rung.CUTTING) {
            if (!run.hasEnded()) {
                cut("the signal asked for it (--now)");
            }
        } else if (rung == Rung.DRAINING) {
            reporter.report(run, request, Outcome.DRAINING, run.lastBatch(), "a drain was under way already");
        }
    }

    synchronized boolean isBusy() {
        return !open.isEmpty();
    }

    synchronized RunState state() {
        return switch (rung) {
            case NONE -> RunState.RUNNING;
            case DRAINING -> RunState.DRAINING;
            case CUTTING, STUCK -> RunState.FORCING;
            case ENDED -> RunState.ENDED;
        };
    }

    /**
     * One look: has it ended, is it late, what is next? Does not block.
     *
     * @return whether another look is needed soon
     */
    synchronized boolean climb() {
        if (rung == Rung.ENDED) {
            return false;
        }
        if (run.hasEnded()) {
            prove();
            return false;
        }
        Duration uptime = scheduler.uptime();
        switch (rung) {
            case NONE -> begin();
            case DRAINING -> {
                run.drain();
                giveUpLate(uptime);
            }
            case CUTTING -> {
                Duration begun = cutSince;
                if (begun != null && uptime.minus(begun).compareTo(PATIENCE) >= 0) {
                    giveUpCutting("it ignored its interrupt for " + Durations.text(PATIENCE) + ", and still runs");
                } else if (begun == null && uptime.minus(cutOrdered).compareTo(PATIENCE.multipliedBy(2)) >= 0) {
                    giveUpCutting("the cuts of other streams hang and leave no thread to cut it; it still runs");
                }
            }
            case STUCK, ENDED -> {}
        }
        // An overrun drain goes on, though nobody waits for a report of it any more.
        return rung == Rung.DRAINING || rung == Rung.CUTTING;
    }

    private void begin() {
        if (open.isEmpty()) {
            return;
        }
        String why = run.whyNotDrainable();
        if (why != null) {
            cut("it cannot be drained: " + why);
            return;
        }
        rung = Rung.DRAINING;
        drained = true;
        run.drain();
        for (Request request : open) {
            reporter.report(run, request, Outcome.DRAINING, run.lastBatch(), "");
        }
        giveUpLate(scheduler.uptime());
    }

    private void giveUpLate(Duration uptime) {
        Iterator<Request> requests = open.iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (!request.isLate(uptime)) {
                continue;
            }
            if (request.onTimeout() == OnTimeout.FORCE) {
                cut("its deadline of " + Durations.text(request.deadline()) + " passed");
                return;
            }
            requests.remove();
            reporter.report(
                    run,
                    request,
                    Outcome.OVERRUN,
                    run.lastBatch(),
                    "its deadline of " + Durations.text(request.deadline())
                            + " passed; it ends when its batch has ended, as was asked");
        }
    }

    private void cut(String why) {
        Rung before = rung;
        rung = Rung.CUTTING;
        whyCut = why;
        cutOrdered = scheduler.uptime();
        onStreamLane(() -> rung = before, () -> {
            synchronized (this) {
                if (rung != Rung.CUTTING || run.hasEnded()) {
                    return;
                }
                cutSince = scheduler.uptime();
                cutter = Thread.currentThread();
            }
            try {
                run.cut();
            } catch (Exception e) {
                LOG.debug("The cut of {} was interrupted", run.info().displayName(), e);
            } finally {
                synchronized (this) {
                    cutter = null;
                    // The interrupt of an impatient ladder belongs to the cut, not to the thread's next task.
                    Thread.interrupted();
                }
            }
        });
    }

    /** Where no thread can be had, which a container may run out of, all is as before, so that the next look tries again. */
    private void onStreamLane(Runnable asBefore, Runnable task) {
        try {
            scheduler.execute(Lane.STREAM, task);
        } catch (Throwable e) {
            asBefore.run();
            throw e;
        }
    }

    private void giveUpCutting(String why) {
        rung = Rung.STUCK;
        stuck = why;
        if (cutter != null) {
            cutter.interrupt();
        }
        for (Request request : open) {
            reporter.report(run, request, Outcome.FAILED, run.lastBatch(), stuck);
        }
        open.clear();
    }

    /** Reading what was committed may block, so another thread does it. */
    private void prove() {
        if (proving) {
            return;
        }
        proving = true;
        onStreamLane(() -> proving = false, () -> {
            Ending ending = run.ending();
            boolean asked;
            synchronized (this) {
                if (rung == Rung.ENDED) {
                    return;
                }
                asked = rung != Rung.NONE || !open.isEmpty();
                for (Request request : open) {
                    settle(request, ending);
                }
                open.clear();
                rung = Rung.ENDED;
            }
            reporter.ended(run, ending, asked);
        });
    }

    private void settle(Request request, Ending ending) {
        switch (rung) {
            case NONE -> reportUntouched(request, ending);
            // A cut that found nothing to cut is a drain that ended in the nick of time, if there was one.
            case CUTTING, STUCK -> {
                if (cutSince != null) {
                    report(request, Outcome.FORCED, ending, whyCut);
                } else if (drained) {
                    reportDrained(request, ending);
                } else {
                    reportUntouched(request, ending);
                }
            }
            case DRAINING, ENDED -> reportDrained(request, ending);
        }
    }

    private void reportUntouched(Request request, Ending ending) {
        report(
                request,
                ending.proof() == Ending.Proof.CUT ? Outcome.FORCED : Outcome.ENDED,
                ending,
                ending.detail().isEmpty() ? "it had ended by itself" : "");
    }

    private void reportDrained(Request request, Ending ending) {
        Outcome outcome = switch (ending.proof()) {
            case COMMITTED -> Outcome.STOPPED;
            case UNPROVEN, CUT -> Outcome.FORCED;
            case ERROR -> Outcome.FAILED;
        };
        report(request, outcome, ending, "");
    }

    private void report(Request request, Outcome outcome, Ending ending, String detail) {
        String sentence = ending.detail().isEmpty() || detail.isEmpty()
                ? detail + ending.detail()
                : detail + "; " + ending.detail();
        reporter.report(run, request, outcome, ending.lastBatch(), sentence);
    }

    /**
     * Lets go of a run of which nothing is asked.
     *
     * @return whether it is let go of: one that is on its way down has to be followed to its end
     */
    synchronized boolean release() {
        if (rung == Rung.NONE && open.isEmpty() && !run.hasEnded()) {
            released = true;
            rung = Rung.ENDED;
        }
        return released;
    }

    /**
     * The driver closes, and this ladder with it.
     *
     * @return what is not settled and will not be; null if all is
     */
    synchronized @Nullable List<Request> abandon() {
        if (rung == Rung.ENDED) {
            return null;
        }
        rung = Rung.ENDED;
        List<Request> left = List.copyOf(open);
        open.clear();
        return left;
    }
}
