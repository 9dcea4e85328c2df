package io.github.curfew.engine;

import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.model.RunStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs under curfew, and the looks at those that are on their way down. Thread-safe; does not block. */
final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(100);
    /** After this, a run that was said to have ended is believed to live; the beat looks at it again. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    /** A query's start waits at most this long for the brokers' positions; the hello's time serves those that are slower. */
    private static final Duration FENCE_TIMEOUT = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final List<Link> links;
    private final Map<String, WatchedRun> watched = new ConcurrentHashMap<>();
    private final Map<String, WatchedRun> busy = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    Runs(Scheduler scheduler, List<Link> links) {
        this.scheduler = scheduler;
        this.links = List.copyOf(links);
    }

    Collection<WatchedRun> all() {
        return watched.values();
    }

    @Nullable WatchedRun get(String runId) {
        return watched.get(runId);
    }

    List<RunStatus> statuses() {
        return watched.values().stream().map(WatchedRun::status).toList();
    }

    /**
     * Those that a broker may be told of. Whoever is known to be there before a signal is expected to obey it, which one
     * whose fence is still to be read might not do.
     */
    List<RunStatus> introduced() {
        return watched.values().stream()
                .filter(WatchedRun::isIntroduced)
                .map(WatchedRun::status)
                .toList();
    }

    /**
     * Takes a run in. It is known from now on, so that nothing that arrives passes it by; and what arrives waits until
     * its fence stands.
     *
     * @return completes when the fence stands on every backend, or the time for it is over
     */
    CompletableFuture<Void> add(WatchedRun run) {
        watched.put(run.info().id(), run);
        CompletableFuture<?>[] fences =
                links.stream().map(link -> fence(run, link)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> standing = CompletableFuture.allOf(fences);
        if (!standing.isDone()) {
            scheduler.after(FENCE_TIMEOUT, () -> {
                links.forEach(link -> run.fence(link).position(null));
                standing.complete(null);
            });
        }
        return standing;
    }

    private CompletableFuture<Void> fence(WatchedRun run, Link link) {
        if (!link.isInContact()) {
            run.fence(link).position(null);
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        scheduler.execute(Lane.BROKER, () -> {
            FencePosition position = null;
            try {
                position = FencePosition.ask(link.transport(), scheduler);
            } catch (Throwable e) {
                // A backend's bug included: the run starts all the same, fenced by what else there is.
                LOG.debug("No position of {} for {}", link.name(), run.info().displayName(), e);
            } finally {
                run.fence(link).position(position);
                done.complete(null);
            }
        });
        return done;
    }

    void remove(Run run) {
        WatchedRun gone = watched.remove(run.info().id());
        if (gone != null) {
            busy.remove(gone.info().id());
        }
    }

    /** Something may have happened to a run: looks at it now, and again for as long as it is on its way down. */
    void look(WatchedRun run) {
        busy.put(run.info().id(), run);
        if (looking.compareAndSet(false, true)) {
            scheduler.after(Duration.ZERO, this::round);
        }
    }

    /** A run is said to have ended: it is looked at until it has, since that word comes a moment before the fact. */
    void expectEnd(String runId) {
        WatchedRun run = watched.get(runId);
        if (run != null) {
            run.expectEnd(scheduler.uptime().plus(LONGEST_END));
            look(run);
        }
    }

    private void round() {
        boolean urgent = false;
        for (WatchedRun run : List.copyOf(busy.values())) {
            try {
                // Taken out first: whoever asks for a look while this one is under way puts it back.
                busy.remove(run.info().id());
                boolean expected = run.isExpectedToEnd(scheduler.uptime());
                if (run.ladder().climb() || expected) {
                    busy.put(run.info().id(), run);
                }
                run.noteState();
                urgent |= expected || run.ladder().isBusy();
            } catch (Throwable e) {
                // A bug of ours; the rounds must go on, for every other run's deadline hangs on them.
                busy.put(run.info().id(), run);
                LOG.error("Looking at {} failed and is tried again", run.info().displayName(), e);
            }
        }
        if (!busy.isEmpty()) {
            scheduler.after(urgent ? SOON : LATER, this::round);
            return;
        }
        looking.set(false);
        // One may have come between the last look and the flag.
        if (!busy.isEmpty() && looking.compareAndSet(false, true)) {
            scheduler.after(SOON, this::round);
        }
    }

    /** Runs whose end nobody told us of, because Spark drops events when it is busy. */
    void lookForEnded() {
        for (WatchedRun run : watched.values()) {
            if (run.run().hasEnded()) {
                look(run);
            }
        }
    }

    /** Whether one has ended of which nothing is proven yet, or ends just now that was held. */
    boolean anyUnproven() {
        return watched.values().stream().anyMatch(run -> run.run().hasEnded() || run.isEndingUnbegun());
    }

    boolean hasParked() {
        return watched.values().stream().anyMatch(WatchedRun::hasParked);
    }
}
