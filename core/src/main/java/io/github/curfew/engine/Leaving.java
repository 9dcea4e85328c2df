package io.github.curfew.engine;

import io.github.curfew.model.Outcome;
import org.jspecify.annotations.Nullable;

/** How runs leave the curfew: what ends is told, once all that was asked of it is judged. Does not block. Thread-safe. */
final class Leaving implements Reporter {
    private final Desk desk;
    private final Requests requests;
    private final Runs runs;
    private final Telling telling;

    Leaving(Desk desk, Requests requests, Runs runs, Telling telling) {
        this.desk = desk;
        this.requests = requests;
        this.runs = runs;
        this.telling = telling;
    }

    @Override
    public void report(Run run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
        telling.report(run, request, outcome, lastBatch, detail);
    }

    @Override
    public void ended(Run run, Ending ending, boolean asked) {
        WatchedRun watched = runs.get(run.info().id());
        if (watched != null) {
            desk.settle(watched);
            watched.forgetHold();
        }
        if (!asked && ending.proof() == Ending.Proof.CUT) {
            Request request = requests.ofItsOwn(ending.detail());
            telling.report(run, request, Outcome.FORCED, ending.lastBatch(), ending.detail());
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
        if (!desk.letsGo(run)) {
            return false;
        }
        telling.released(run.run());
        return true;
    }
}
