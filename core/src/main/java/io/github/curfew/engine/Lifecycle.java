package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A managed lifecycle: a stream that stops, lets something be done, and goes on, again and again, until a stop. To the
 * engine it is one run from its own start to its end, however often the stream within is started; so a stop that comes
 * while nothing streams ends it too. {@link Engine#manage} makes one. Thread-safe; played once.
 */
public final class Lifecycle implements Run {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** How often it looks at a stream that runs. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** And at one that is on its way down. */
    private static final Duration CLOSE_LOOK = Duration.ofMillis(5);

    /** After this, an ending that the engine's threads do not prove, because it is closed or they hang, is read here. */
    private static final Duration LONGEST_PROOF = Duration.ofSeconds(5);

    /** What is managed. Called by the thread that plays. */
    public interface Script {
        /**
         * Starts the stream anew.
         *
         * @return what runs from now on
         * @throws Exception if it cannot be started, which ends the lifecycle
         */
        Run start() throws Exception;

        /**
         * Tells what a start that is under way, or has failed, has started so far. Safe for any thread.
         *
         * @return what runs though {@link #start} did not return it; null if nothing does
         */
        default @Nullable Run begun() {
            return null;
        }

        /**
         * Says whether nothing can be started any more, since what all runs on has stopped. Returns at once.
         *
         * @return true where whoever waits for a resume would wait for ever
         */
        default boolean isOver() {
            return false;
        }

        /**
         * Does what is to be done between a stop and the next start. Interrupted when a stop's deadline passes.
         *
         * @throws Exception if it failed
         */
        void maintain() throws Exception;
    }

    private final RunInfo info;
    private final Script script;
    private final Maintenance maintenance;
    private final Scheduler scheduler;
    private final Reporter reporter;
    private final Function<String, Request> itsOwn;
    private final Runnable changed;
    private final Counters counters;
    private final Turns turns;
    private final Bell bell;
    private final ScriptCall calls = new ScriptCall();
    private RunState told = RunState.RUNNING;
    private volatile @Nullable Run stream;
    private volatile @Nullable Ending last;
    private volatile boolean stopping;
    private volatile boolean over;

    /**
     * Makes one that is not yet played.
     *
     * @param itsOwn makes a request that nobody sent, out of its reason
     * @param changed called when it begins to pause or to stream
     */
    Lifecycle(
            RunInfo info,
            Script script,
            Maintenance maintenance,
            Scheduler scheduler,
            Reporter reporter,
            Function<String, Request> itsOwn,
            Runnable changed,
            Counters counters) {
        this.info = info;
        this.script = script;
        this.maintenance = maintenance;
        this.scheduler = scheduler;
        this.reporter = reporter;
        this.itsOwn = itsOwn;
        this.changed = changed;
        this.counters = counters;
        this.turns = new Turns(this, reporter);
        this.bell = new Bell(scheduler);
    }

    /**
     * Plays it: start, wait, drain, maintain, start again. Blocks until it has been stopped, or until the stream has
     * ended by itself. Interrupted, it has the stream drain and does not wait for that.
     *
     * @return how the stream ended at last; a failed one is told so and not thrown
     * @throws InterruptedException if the thread was interrupted by somebody else than a stop
     * @throws Exception what the script threw, where the lifecycle does not go on after it
     */
    public Ending play() throws Exception {
        try {
            while (mayStart()) {
                start();
                last = live();
                stream = null;
                if (!turns.isTurn() || hasFailed()) {
                    break;
                }
                awaitResume();
                maintainWithRetries();
            }
        } catch (Exception e) {
            leave(e);
            if (!calls.isCut()) {
                throw e;
            }
            endCut();
        } catch (Error e) {
            leave(e);
            throw e;
        } finally {
            over = true;
            turns.end(last);
            wake();
        }
        return ending();
    }

    private void start() throws Exception {
        Run begun = calls.make(() -> {
            Run all = new GuardedRun(script.start(), counters);
            stream = all;
            turns.begun(all, scheduler);
            return all;
        });
        if (calls.isCut()) {
            // The cut came when there was no stream yet, and the start took no notice of its interrupt.
            begun.cut();
        }
        tellState();
    }

    /** Waits until the stream has ended, and helps it to where somebody asked for that. */
    private Ending live() throws InterruptedException {
        Run running = Objects.requireNonNull(stream);
        Duration began = scheduler.uptime();
        Duration alive = began;
        Ending ending = turns.proven();
        while (ending == null) {
            if (isDue(began)) {
                LOG.info("{} stops for its maintenance, as it does every {}", info.displayName(), every());
                turns.take(itsOwn.apply("its maintenance is due"));
            }
            if ((stopping && !calls.isCut()) || running.isFailing()) {
                running.drain();
            }
            boolean soon = turns.climb() || stopping;
            bell.pause(soon ? CLOSE_LOOK : LOOK);
            alive = running.hasEnded() ? alive : scheduler.uptime();
            ending = turns.proven();
            if (ending == null && scheduler.uptime().minus(alive).compareTo(LONGEST_PROOF) >= 0) {
                ending = running.ending();
                turns.forget();
            }
        }
        return ending;
    }

    private String every() {
        Duration every = maintenance.every();
        return every == null ? "" : Durations.text(every);
    }

    private boolean isDue(Duration began) {
        Duration every = maintenance.every();
        return every != null
                && !turns.isTurn()
                && !stopping
                && scheduler.uptime().minus(began).compareTo(every) >= 0;
    }

    /** A pause counts whenever it comes, before the first start too. */
    private boolean mayStart() throws InterruptedException {
        awaitResume();
        return !stopping;
    }

    private void awaitResume() throws InterruptedException {
        while (turns.isPaused() && !stopping) {
            if (script.isOver()) {
                stopping = true;
            }
            tellState();
            bell.pause(LOOK);
        }
    }

    private void maintainWithRetries() throws Exception {
        int failures = 0;
        while (!stopping) {
            tellState();
            try {
                maintain();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failures++;
                boolean isLast = failures > maintenance.retries();
                if (calls.isCut() || (isLast && !maintenance.goesOn())) {
                    throw e;
                }
                if (!stopping && isLast) {
                    goOn(e);
                    return;
                }
                if (!stopping) {
                    Duration wait = maintenance.pause(failures);
                    LOG.warn(
                            "The maintenance of {} failed and is tried again in {}",
                            info.displayName(),
                            Durations.text(wait),
                            e);
                    bell.pauseFor(wait, LOOK, () -> stopping);
                }
                if (stopping) {
                    leaveUndone(e);
                }
            }
        }
    }

    private void goOn(Exception e) {
        LOG.warn("The maintenance of {} failed; it goes on without", info.displayName(), e);
        String sentence = "its maintenance failed, and it went on without: " + reason(e);
        if (!turns.remark(sentence)) {
            reporter.report(this, itsOwn.apply("its maintenance was due"), Outcome.FAILED, lastBatch(), sentence);
        }
    }

    /** The stream is drained, so whoever asked for the stop has it; and shall know what was not done. */
    private void leaveUndone(Exception e) {
        LOG.warn("The maintenance of {} failed, and is not tried again because of a stop", info.displayName(), e);
        Ending drained = Objects.requireNonNull(last);
        String sentence = "its maintenance failed, and was not tried again: " + reason(e);
        last = new Ending(
                drained.proof(),
                drained.lastBatch(),
                drained.detail().isEmpty() ? sentence : drained.detail() + "; " + sentence);
    }

    private void maintain() throws Exception {
        calls.make(() -> {
            script.maintain();
            return true;
        });
    }

    private void leave(Throwable e) {
        Run left = begun();
        if (left != null && !left.hasEnded()) {
            left.drain();
        }
        if (!calls.isCut()) {
            last = new Ending(Proof.ERROR, lastBatch(), reason(e));
        }
    }

    /** It is not over before all of it is that was started; what was started after the cut had looked is cut here. */
    private void endCut() throws Exception {
        Run left = begun();
        if (left != null && !left.hasEnded()) {
            left.cut();
        }
        while (left != null && !left.hasEnded()) {
            bell.pause(CLOSE_LOOK);
        }
    }

    /** The stream, or as much of it as was started. */
    private @Nullable Run begun() {
        Run running = stream;
        if (running != null) {
            return running;
        }
        Run part = script.begun();
        return part == null ? null : new GuardedRun(part, counters);
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private boolean hasFailed() {
        Ending ending = last;
        return ending != null && ending.proof() == Proof.ERROR;
    }

    private void tellState() {
        RunState state = turns.state() == RunState.PAUSED ? RunState.PAUSED : RunState.RUNNING;
        if (state != told) {
            told = state;
            changed.run();
        }
    }

    /** Something has happened to look at. */
    void wake() {
        bell.ring();
    }

    /** Takes a request for another thing than a stop. Does not block. */
    void ask(Request request) {
        turns.take(request);
        wake();
    }

    /** Whether a stop has been asked for. */
    boolean isStopping() {
        return stopping;
    }

    /** What it is doing, while no stop is under way. */
    RunState state() {
        return turns.state();
    }

    @Override
    public RunInfo info() {
        return info;
    }

    @Override
    public @Nullable Long lastBatch() {
        Run running = stream;
        Ending ending = last;
        Long batch = running == null ? null : running.lastBatch();
        return batch != null || ending == null ? batch : ending.lastBatch();
    }

    @Override
    public @Nullable String whyNotDrainable() {
        Run running = stream;
        return running == null ? null : running.whyNotDrainable();
    }

    @Override
    public void drain() {
        stopping = true;
        Run running = stream;
        if (running != null) {
            running.drain();
        }
        wake();
    }

    @Override
    public void cut() throws Exception {
        stopping = true;
        calls.cut();
        Run running = begun();
        if (running != null) {
            running.cut();
        }
        wake();
    }

    @Override
    public boolean hasEnded() {
        return over;
    }

    @Override
    public Ending ending() {
        Ending ending = last;
        return ending == null ? new Ending(Proof.COMMITTED, null, "it had not started its stream yet") : ending;
    }
}
