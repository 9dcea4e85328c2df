package io.github.curfew.engine;

import io.github.curfew.model.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * How a driver takes its leave: proves what has ended, speaks for what still lives, and tells the brokers. Taken by
 * looks at the time that do not block, so that a thread can wait between them and a simulation can pass the time. Not
 * thread-safe.
 */
final class Farewell {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Parts parts;
    private final String why;
    private final Duration most;
    private final Runnable stopListening;
    private final Duration since;
    private Stage stage = Stage.PROVING;

    private enum Stage {
        PROVING,
        TELLING,
        DONE
    }

    /**
     * Begins it.
     *
     * @param parts whose
     * @param why what the reports say of runs that still live
     * @param most how long it may take
     * @param stopListening called once, when signals are of no use any more
     */
    Farewell(Parts parts, String why, Duration most, Runnable stopListening) {
        this.parts = parts;
        this.why = why;
        this.most = most;
        this.stopListening = stopListening;
        this.since = parts.scheduler().uptime();
        parts.runs().all().forEach(this::endHeld);
        parts.runs().lookForEnded();
    }

    /** A held run has processed nothing: it is not cut, it just never begins. */
    private void endHeld(WatchedRun run) {
        Hold hold = run.hold();
        if (hold != null && hold.isHolding()) {
            hold.end(why);
            parts.runs().expectEnd(run.info().id());
        }
    }

    /**
     * One look.
     *
     * @return how long to wait for the next one at the most; zero when all is done
     */
    Duration step() {
        Duration passed = parts.scheduler().uptime().minus(since);
        if (stage == Stage.PROVING) {
            // Proofs have half of the time, so that there is some for telling.
            if (parts.runs().anyUnproven() && passed.compareTo(most.dividedBy(2)) < 0) {
                return LOOK;
            }
            tell();
        }
        if (stage == Stage.TELLING) {
            boolean told = parts.links().stream().allMatch(link -> link.outbox().isEmpty());
            if (!told && passed.compareTo(most) < 0) {
                return LOOK;
            }
            seal();
        }
        return Duration.ZERO;
    }

    /** Says the last word of every run, proven or not. */
    private void tell() {
        stage = Stage.TELLING;
        List.copyOf(parts.runs().all()).forEach(this::abandon);
        stopListening.run();
        parts.links().forEach(link -> link.outbox().lastCall());
    }

    /** Ends it at once; what nobody was told yet goes to the log. */
    void seal() {
        if (stage == Stage.PROVING) {
            tell();
        }
        stage = Stage.DONE;
        parts.links().forEach(link -> link.outbox().seal());
    }

    private void abandon(WatchedRun run) {
        parts.desk().settle(run);
        if (run.run() instanceof Lifecycle lifecycle) {
            // Nobody can resume or stop it from now on, and it would wait for that for ever.
            lifecycle.drain();
        }
        List<Request> left = run.ladder().abandon();
        if (left == null) {
            return;
        }
        if (left.isEmpty()) {
            left = List.of(parts.requests().ofItsOwn(why));
        }
        for (Request request : left) {
            parts.telling().report(run.run(), request, Outcome.FORCED, run.run().lastBatch(), why);
        }
        parts.telling().ended(run.run(), new Ending(Ending.Proof.CUT, run.run().lastBatch(), why));
    }
}
