package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a signal that was published: who is meant, who has answered what, and who is silent. Thread-safe. Holds some
 * memory in its client until it is closed.
 */
public final class Tracking implements AutoCloseable {
    /** A bye can be read before the final report that came first: stores with places keep no order among them. */
    private static final Duration AFTER_BYE = Duration.ofSeconds(2);

    /** How often it looks whether time alone has changed something. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final CurfewClient client;
    private final Intake intake;
    private final Signal signal;
    private final int expect;
    private final Map<String, Position> ends;
    private final Instant published;
    private final Map<String, Report.OfSignal> reports = new HashMap<>();
    private final Map<String, RosterEntry> expected = new LinkedHashMap<>();
    private final Map<String, Long> goneSince = new HashMap<>();
    private final Set<String> before = new HashSet<>();
    private final long began = System.nanoTime();
    private @Nullable Publication publication;

    /**
     * Begins to collect; the signal may be published from now on.
     *
     * @param expect how many final reports there have to be at the least
     * @param ends where each backend's reports ended just before
     */
    Tracking(
            CurfewClient client,
            Intake intake,
            Signal signal,
            int expect,
            Map<String, Position> ends,
            Instant published) {
        this.client = client;
        this.intake = intake;
        this.signal = signal;
        this.expect = expect;
        this.ends = Map.copyOf(ends);
        this.published = published;
    }

    /** Takes in who is there already. */
    void begin(List<RosterEntry> there) {
        there.forEach(entry -> before.add(entry.status().run().id()));
    }

    void published(Publication what) {
        synchronized (intake) {
            publication = what;
        }
    }

    /**
     * Tells what was published.
     *
     * @return the signal, with each broker's word
     */
    public Publication publication() {
        synchronized (intake) {
            return Objects.requireNonNull(publication, "publication");
        }
    }

    /**
     * Within which time whoever is there has answered.
     *
     * @return by the slowest of the backends
     */
    public Duration hearingTime() {
        return client.hearingTime();
    }

    /**
     * Tells how long it makes sense to wait.
     *
     * @return the signal's deadline, or else {@code stop.deadline} as it is set here, and 30 s; 30 s alone for a cut
     */
    public Duration patience() {
        return client.patience(signal);
    }

    /**
     * Tells how many are waited for at the least.
     *
     * @return 0 for as many as are meant
     */
    public int expected() {
        return expect;
    }

    /** A run that is first seen after the signal may have started after it, and then it will not obey: it is not waited for. */
    void sight(String backend, Delivery delivery, Report.OfRoster report) {
        Position end = ends.get(backend);
        boolean after = end != null && end.order(delivery) == Position.Order.AFTER;
        for (RunStatus status : report.runs()) {
            if (!after || status.run().started().isBefore(published)) {
                before.add(status.run().id());
            }
        }
    }

    void take(Report.OfSignal report) {
        if (!report.signal().equals(signal.id())) {
            return;
        }
        reports.merge(report.run().id(), report, Tracking::later);
    }

    /** What is final stays; else draining outranks received. */
    static Report.OfSignal later(Report.OfSignal one, Report.OfSignal other) {
        return !one.outcome().isFinal() && other.outcome().compareTo(one.outcome()) > 0 ? other : one;
    }

    /**
     * Looks at how things stand.
     *
     * @return a snapshot
     */
    public Progress progress() {
        synchronized (intake) {
            List<RosterEntry> entries = intake.entries();
            Set<String> lost = new HashSet<>();
            for (RosterEntry entry : entries) {
                String id = entry.status().run().id();
                if (entry.lost()) {
                    lost.add(id);
                }
                if (before.contains(id)
                        && signal.selector().match(entry.status().run().labels()) != null) {
                    expected.put(id, entry);
                }
            }
            List<Standing> runs = new ArrayList<>();
            expected.forEach((id, entry) ->
                    runs.add(new Standing(entry.status().run(), entry.driver(), reports.get(id), presence(id, lost))));
            reports.forEach((id, report) -> {
                if (!expected.containsKey(id)) {
                    DriverInfo driver = intake.roster().driver(report.driverId());
                    runs.add(new Standing(report.run(), driver, report, presence(id, lost)));
                }
            });
            runs.sort(Comparator.comparing((Standing standing) -> standing.run().displayName())
                    .thenComparing(standing -> standing.run().id()));
            return new Progress(runs, isSettled(runs), client.troubles());
        }
    }

    private Presence presence(String id, Set<String> lost) {
        if (intake.roster().isGone(id)) {
            goneSince.putIfAbsent(id, System.nanoTime());
            return Presence.GONE;
        }
        return lost.contains(id) ? Presence.LOST : Presence.HERE;
    }

    private boolean isSettled(List<Standing> runs) {
        boolean somebody = false;
        int finished = 0;
        for (Standing standing : runs) {
            if (isOpen(standing)) {
                return false;
            }
            finished += standing.isFinal() ? 1 : 0;
            somebody |= standing.isFinal();
        }
        if (!client.isCaughtUp() || finished < expect) {
            return false;
        }
        return somebody || System.nanoTime() - began >= client.hearingTime().toNanos();
    }

    private boolean isOpen(Standing standing) {
        if (standing.isFinal()) {
            return false;
        }
        return switch (standing.presence()) {
            case HERE -> true;
            case GONE ->
                System.nanoTime() - goneSince.getOrDefault(standing.run().id(), 0L) < AFTER_BYE.toNanos();
            // Whoever has answered since is waited for.
            case LOST -> standing.report() != null;
        };
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
        synchronized (intake) {
            Progress now = progress();
            for (long left = timeout.toNanos(); now.equals(seen) && left > 0; left = end - System.nanoTime()) {
                intake.wait(Math.max(1, Math.min(left / 1_000_000, LOOK.toMillis())));
                now = progress();
            }
            return now;
        }
    }

    /** Forgets it; the signal stands. May be called twice. */
    @Override
    public void close() {
        intake.remove(this);
    }
}
