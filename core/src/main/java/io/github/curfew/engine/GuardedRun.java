package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that throws nothing, whatever is behind it: a stream's internals are not ours, and a {@link LinkageError} of one
 * run must not take the deadlines of all the others with it. Thread-safe.
 */
final class GuardedRun implements Run {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedRun.class);

    private final Run run;
    private final RunInfo info;
    private final Counters counters;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    GuardedRun(Run run, Counters counters) {
        this.run = run;
        this.info = run.info();
        this.counters = counters;
    }

    @Override
    public RunInfo info() {
        return info;
    }

    @Override
    public @Nullable Long lastBatch() {
        try {
            return run.lastBatch();
        } catch (Throwable e) {
            threw("its last batch cannot be read", e);
            return null;
        }
    }

    @Override
    public @Nullable String whyNotDrainable() {
        try {
            return run.whyNotDrainable();
        } catch (Throwable e) {
            threw("whether it can be drained cannot be told; it is tried", e);
            return null;
        }
    }

    @Override
    public void drain() {
        try {
            run.drain();
        } catch (Throwable e) {
            threw("draining failed, and is tried again until the deadline", e);
        }
    }

    @Override
    public void cut() throws Exception {
        try {
            run.cut();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            threw("cutting failed; what matters is whether it ends", e);
        }
    }

    /** What cannot be asked is taken to be alive, so that its deadlines go on. */
    @Override
    public boolean hasEnded() {
        try {
            return run.hasEnded();
        } catch (Throwable e) {
            threw("whether it has ended cannot be told", e);
            return false;
        }
    }

    @Override
    public boolean isFailing() {
        try {
            return run.isFailing();
        } catch (Throwable e) {
            threw("whether a part of it has failed cannot be told", e);
            return false;
        }
    }

    @Override
    public Ending ending() {
        try {
            return run.ending();
        } catch (Throwable e) {
            threw("what it committed last cannot be read", e);
            return new Ending(Proof.UNPROVEN, null, "what it committed last cannot be read: " + e);
        }
    }

    /** Asked every few milliseconds, it may throw as often: a log line for the first of each kind. */
    private void threw(String what, Throwable problem) {
        counters.count(Counters.RUN_ERRORS);
        if (warned.add(what)) {
            LOG.warn("{}: {} (more of this kind are only counted)", info.displayName(), what, problem);
        } else {
            LOG.debug("{}: {}", info.displayName(), what, problem);
        }
    }
}
