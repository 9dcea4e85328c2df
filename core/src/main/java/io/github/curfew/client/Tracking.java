package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Delivery;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a signal that was published: who is meant, who has answered what, and who is silent. Either ask for the
 * {@link #result()}, which comes by itself, or look with {@link #progress()} and {@link #awaitChange}. Thread-safe. Holds
 * some memory in its client until it has given its result, or is closed.
 */
public final class Tracking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

    /** How often it looks whether time alone has changed something. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Tracker tracker;
    private final Wanted wanted;
    private final Muster muster;
    private final boolean attendanceKnown;
    private final Set<String> lasting = new LinkedHashSet<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    /** From then on answers are waited for: a broker may take its time to take the signal. */
    private long publishedAt = System.nanoTime();

    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private @Nullable Publication publication;
    private boolean over;

    /**
     * What a sender wants to know.
     *
     * @param expect how many final reports there have to be at the least; 0 for as many as are meant
     * @param timeout when the waiting ends in any case
     * @param listener who is told each report that says more than was known
     */
    record Wanted(int expect, Duration timeout, @Nullable Consumer<? super Report.OfSignal> listener) {}

    /**
     * Begins to collect; the signal may be published from now on.
     *
     * @param attendanceKnown whether the muster begins with everybody who is there
     */
    Tracking(Tracker tracker, Wanted wanted, Muster muster, boolean attendanceKnown) {
        this.tracker = tracker;
        this.wanted = wanted;
        this.muster = muster;
        this.attendanceKnown = attendanceKnown;
    }

    /** Takes in who is there already; like all that is not public here, for those that hold the intake's monitor. */
    void begin(List<RosterEntry> there) {
        muster.begin(there);
    }

    void sight(String backend, Delivery delivery, Report.OfRoster report) {
        muster.sight(backend, delivery, report);
    }

    void take(Report.OfSignal report) {
        if (!muster.take(report)) {
            return;
        }
        Consumer<? super Report.OfSignal> listener = wanted.listener();
        if (listener != null) {
            told = told.thenRunAsync(() -> tell(listener, report), tracker.pool());
        }
    }

    private static void tell(Consumer<? super Report.OfSignal> listener, Report.OfSignal report) {
        try {
            listener.accept(report);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "A listener threw on the report {}; it is told the next one all the same",
                    Quoted.plain(report.id()),
                    e);
        }
    }

    void lost(String backend, String sentence) {
        stays("the backend " + backend + " has lost reports: " + sentence);
    }

    /** A trouble that does not pass while this is followed: whom it concerned may never be heard of again. */
    void stays(String trouble) {
        lasting.add(trouble);
    }

    void published(Publication what) {
        synchronized (tracker.intake()) {
            publication = what;
            publishedAt = System.nanoTime();
            muster.published(what.receipts());
        }
    }

    /**
     * Tells what was published.
     *
     * @return the signal, with each broker's word
     */
    public Publication publication() {
        synchronized (tracker.intake()) {
            return Objects.requireNonNull(publication, "publication");
        }
    }

    /**
     * Tells how long it makes sense to wait.
     *
     * @return the time that was given; else the signal's deadline, or {@code stop.deadline} as it is set here, and 30 s,
     *     or 30 s alone for a cut
     */
    public Duration patience() {
        return wanted.timeout();
    }

    /**
     * Tells how many are waited for at the least.
     *
     * @return 0 for as many as are meant
     */
    public int expected() {
        return wanted.expect();
    }

    /**
     * Within which time whoever is there has answered.
     *
     * @return by the slowest of the backends
     */
    public Duration hearingTime() {
        return tracker.hearingTime();
    }

    /**
     * Looks at how things stand. Does not block.
     *
     * @return a snapshot
     */
    public Progress progress() {
        synchronized (tracker.intake()) {
            return progress(tracker.intake().entries());
        }
    }

    private Progress progress(List<RosterEntry> entries) {
        List<Standing> runs = muster.standings(entries);
        Set<String> troubles = new LinkedHashSet<>(tracker.listening().troubles());
        troubles.addAll(lasting);
        return new Progress(runs, isSettled(runs), List.copyOf(troubles), muster.later());
    }

    private boolean isSettled(List<Standing> runs) {
        if (runs.stream().anyMatch(muster::isOpen) || muster.isInDoubt()) {
            return false;
        }
        long finished = runs.stream().filter(Standing::isFinal).count();
        if (!tracker.listening().isCaughtUp() || finished < wanted.expect()) {
            return false;
        }
        // Whoever nobody knows of is first heard by its answer, which may come after another's final word.
        return (finished > 0 && attendanceKnown)
                || System.nanoTime() - publishedAt >= hearingTime().toNanos();
    }

    /**
     * Waits until it is settled. Blocks.
     *
     * @param timeout how long at the most
     * @return how things stand then, settled or not
     * @throws InterruptedException if the thread was interrupted
     */
    public Progress await(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Progress progress = progress();
        while (!progress.settled() && end - System.nanoTime() > 0) {
            progress = awaitChange(progress, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return progress;
    }

    /**
     * Waits until something has changed. Blocks.
     *
     * @param seen what is known already
     * @param timeout how long at the most
     * @return how things stand then, changed or not
     * @throws InterruptedException if the thread was interrupted
     */
    public Progress awaitChange(Progress seen, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Pace pace = new Pace();
        Progress now = pace.look(this::progress);
        for (long left = timeout.toNanos(); now.equals(seen) && left > 0; left = end - System.nanoTime()) {
            synchronized (tracker.intake()) {
                tracker.intake().wait(Math.max(1, Math.min(left / 1_000_000, LOOK.toMillis())));
            }
            pace.rest(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            now = pace.look(this::progress);
        }
        return now;
    }

    /**
     * Gives what it comes to, once it is settled or the {@link #patience()} is over, counted from the publication. Does
     * not block. The tracking ends with it, and need not be closed then.
     *
     * @return the same result at every call. It is completed after the last report has been told, on a thread on which
     *     what depends on it may block; with a {@link CurfewException} if tracking or client are closed before. To cancel
     *     or complete it changes nothing but this future
     */
    public CompletableFuture<Result> result() {
        synchronized (tracker.intake()) {
            if (!over) {
                tracker.lookout().watch(this);
            }
            return result.copy();
        }
    }

    /** Gives the result if it is time, and tells whether it was. */
    boolean look(List<RosterEntry> entries) {
        Progress progress = progress(entries);
        if (!progress.settled()
                && System.nanoTime() - publishedAt < wanted.timeout().toNanos()) {
            return over;
        }
        end(() -> result.complete(Result.of(publication(), progress)));
        return true;
    }

    /** Gives no result but this. */
    void fail(RuntimeException why) {
        end(() -> result.completeExceptionally(why));
    }

    private void end(Runnable last) {
        if (!over) {
            over = true;
            tracker.intake().remove(this);
            told = told.thenRunAsync(last, tracker.pool()).whenComplete((nothing, refused) -> {
                if (refused != null) {
                    giveUp();
                }
            });
        }
    }

    private void giveUp() {
        result.completeExceptionally(new CurfewException("the signal "
                + Quoted.plain(publication().signal().id().id())
                + " stands, and what becomes of it is no longer followed: its tracking, or the client, was closed"));
    }

    /** Forgets it; the signal stands. Does not block. May be called twice. */
    @Override
    public void close() {
        boolean first;
        synchronized (tracker.intake()) {
            first = !over;
            over = true;
            tracker.intake().remove(this);
        }
        if (first && publication != null) {
            giveUp();
        }
    }
}
