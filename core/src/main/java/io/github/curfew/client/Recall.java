package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a signal that anybody published, as far as the brokers still have its reports: from another machine, and
 * after whoever sent it is gone. It knows those that answered, and not who is silent. Thread-safe. Has one daemon thread
 * for each backend, until it is closed.
 */
public final class Recall implements AutoCloseable {
    private final Intake intake;
    private final List<ReportsListener> listeners;
    private final Map<String, Report.OfSignal> reports = new TreeMap<>();

    Recall(String signal, Intake intake, List<ReportsListener> listeners) {
        this.intake = intake;
        this.listeners = List.copyOf(listeners);
        intake.listen(report -> {
            if (report.signal().id().equals(signal)) {
                reports.merge(report.run().id(), report, Tracking::later);
            }
        });
        listeners.forEach(ReportsListener::start);
    }

    /**
     * Waits until every broker has told all that it has, or cannot be read. Blocks.
     *
     * @param timeout how long at the most
     * @return how things stand then
     * @throws InterruptedException if the thread was interrupted
     */
    public Progress read(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (intake) {
            while (!isRead() && end - System.nanoTime() > 0) {
                intake.wait(50);
            }
            return progress();
        }
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
            while (now.equals(seen) && end - System.nanoTime() > 0) {
                intake.wait(50);
                now = progress();
            }
            return now;
        }
    }

    /**
     * Looks at how things stand.
     *
     * @return every run that answered; settled once all is read and each has given its final report, or is gone
     */
    public Progress progress() {
        synchronized (intake) {
            Set<String> lost = intake.entries().stream()
                    .filter(RosterEntry::lost)
                    .map(entry -> entry.status().run().id())
                    .collect(Collectors.toSet());
            List<Standing> runs = new ArrayList<>();
            reports.forEach((id, report) -> runs.add(
                    new Standing(report.run(), intake.roster().driver(report.driverId()), report, presence(id, lost))));
            runs.sort(Comparator.comparing((Standing standing) -> standing.run().displayName())
                    .thenComparing(standing -> standing.run().id()));
            boolean open =
                    runs.stream().anyMatch(standing -> !standing.isFinal() && standing.presence() == Presence.HERE);
            return new Progress(runs, isRead() && !runs.isEmpty() && !open, troubles());
        }
    }

    private Presence presence(String run, Set<String> lost) {
        if (intake.roster().isGone(run)) {
            return Presence.GONE;
        }
        return lost.contains(run) ? Presence.LOST : Presence.HERE;
    }

    private boolean isRead() {
        return listeners.stream().allMatch(listener -> listener.isCaughtUp() || listener.trouble() != null);
    }

    private List<String> troubles() {
        return ReportsListener.troubles(listeners);
    }

    /** Ends the reading. May be called twice. */
    @Override
    public void close() {
        listeners.forEach(ReportsListener::close);
    }
}
