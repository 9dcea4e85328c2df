package io.github.curfew.engine;

import io.github.curfew.model.Action;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that waits for its predecessor before its first batch: what it knows, and what became of it. Its fields are
 * guarded by the monitor of its {@link Takeovers}; what is public is safe for any number of threads.
 */
public final class Hold {
    final RunInfo info;
    final String queryId;
    final boolean gathers;
    /** Whether it could begin at once, so that its predecessor may be asked to stop. */
    final BooleanSupplier ready;

    final Duration begun;
    Stage stage = Stage.LOOKING;
    long number;
    /** The highest claim that was heard of by another way than what was read. */
    long floor;

    Duration spoke;
    List<String> awaited = List.of();
    String why = "it looks for its predecessor";
    final Reading reading = new Reading();
    final Asking asking = new Asking();
    final Patience patience;
    /** Everyone for whom it has waited. */
    final Set<String> predecessors = new TreeSet<>();
    /** Those of them whose end was told when it was decided. */
    final Set<String> ended = new HashSet<>();

    private final Takeovers takeovers;
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();

    /** What becomes of a held run. */
    public enum Verdict {
        /** It may begin. */
        GO,
        /** It was stopped, and has to end without a batch and without an error. */
        END,
        /** It has waited too long, and has to end with an error. */
        GIVE_UP
    }

    /**
     * What became of it, and why.
     *
     * @param verdict what it has to do
     * @param sentence why, for people
     */
    public record Decision(Verdict verdict, String sentence) {}

    /** How far it is. */
    enum Stage {
        /** It has said that it is there, and reads who else is. */
        LOOKING,
        /** It has told the number of its claim, and reads who came meanwhile. */
        CLAIMING,
        /** It waits for what else should be held. */
        GATHERING,
        /** It has asked its predecessors to stop. */
        WAITING
    }

    Hold(Takeovers takeovers, RunInfo info, boolean gathers, BooleanSupplier ready, Duration begun, Patience patience) {
        this.takeovers = takeovers;
        this.info = info;
        this.queryId = Objects.requireNonNull(info.labels().get(Labels.QUERY_ID), "a held run has a query.id");
        // By it, its claim leaves out itself.
        Objects.requireNonNull(info.labels().get(Labels.RUN_ID), "a held run has a run.id");
        this.gathers = gathers;
        this.ready = ready;
        this.begun = begun;
        this.spoke = begun;
        this.patience = patience;
    }

    /**
     * Waits for what becomes of it. Blocks.
     *
     * @param longest how long at the most
     * @return the decision, or null if there is none yet
     * @throws InterruptedException if the thread was interrupted
     */
    public @Nullable Decision await(Duration longest) throws InterruptedException {
        try {
            return decision.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends it: its query was stopped. Without effect if there is a decision already. Does not block.
     *
     * @param sentence why
     */
    public void end(String sentence) {
        takeovers.end(this, new Decision(Verdict.END, sentence));
    }

    boolean isHolding() {
        return !decision.isDone();
    }

    boolean mayGo() {
        Decision made = decision.getNow(null);
        return made != null && made.verdict() == Verdict.GO;
    }

    boolean decide(Decision made) {
        return decision.complete(made);
    }

    /** What is said to a held run alone, that it may go on or that another one claims its query: whether that was all. */
    boolean isSettled(Run run, Request request, Telling telling) {
        Signal signal = request.signal();
        if (signal.action() == Action.RESUME && isHolding()) {
            String sentence = "it was let go by hand, asked by "
                    + Quoted.plain(signal.id().source());
            takeovers.end(this, new Decision(Verdict.GO, sentence));
            telling.report(run, request, Outcome.RESUMED, null, "it was held, and goes on without waiting");
            return true;
        }
        Claim claim = signal.action() == Action.STOP ? Claim.of(signal.id()) : null;
        String whyNot = claim == null ? null : takeovers.whyNot(this, claim);
        if (whyNot != null) {
            telling.report(run, request, Outcome.REFUSED, null, whyNot);
        }
        return whyNot != null;
    }

    /** What it waits for, or null when it waits no more. */
    @Nullable Held status() {
        return takeovers.status(this);
    }

    /** The run is no more. */
    void forget() {
        takeovers.forget(this);
    }
}
