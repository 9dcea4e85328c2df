package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import org.jspecify.annotations.Nullable;

/**
 * A run that is held before its first batch, and may go on later. Whatever ends it before that has cut nothing, and the
 * checkpoint tells nothing of it: its predecessor writes there. As safe for several threads as its run.
 *
 * @param run throws nothing
 * @param hold what it waits in
 */
record HeldRun(Run run, Hold hold) implements Run {
    @Override
    public RunInfo info() {
        return run.info();
    }

    @Override
    public @Nullable Long lastBatch() {
        return hold.mayGo() ? run.lastBatch() : null;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return hold.mayGo() ? run.whyNotDrainable() : null;
    }

    @Override
    public void drain() {
        if (hold.isHolding()) {
            hold.end("it was stopped while it was held");
        }
        run.drain();
    }

    @Override
    public void cut() throws Exception {
        if (hold.isHolding()) {
            hold.end("it was stopped while it was held");
        }
        run.cut();
    }

    @Override
    public boolean hasEnded() {
        return run.hasEnded();
    }

    @Override
    public Ending ending() {
        if (hold.mayGo()) {
            return run.ending();
        }
        Ending ending = run.ending();
        return ending.proof() == Proof.ERROR
                ? new Ending(Proof.ERROR, null, ending.detail())
                : new Ending(Proof.COMMITTED, null, "it was held, and has processed nothing");
    }
}
