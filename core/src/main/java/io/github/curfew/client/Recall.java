package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What became of a signal that anybody published, as far as the brokers still have its reports: from another machine, and
 * after whoever sent it is gone. It knows those that answered, and not who is silent. Thread-safe. Has one daemon thread
 * for each backend, until it is closed.
 */
public final class Recall implements AutoCloseable {
    private final Intake intake;
    private final Listening listening;
    private final Consumer<Recall> whenClosed;
    private final Map<String, Report.OfSignal> reports = new TreeMap<>();

    Recall(String signal, Intake intake, Listening listening, Consumer<Recall> whenClosed) {
        this.intake = intake;
        this.listening = listening;
        this.whenClosed = whenClosed;
        intake.listen(report -> {
            if (report.signal().id().equals(signal)) {
                reports.merge(
                        report.run().id(),
                        report,
                        (known, other) -> other.outcome().supersedes(known.outcome()) ? other : known);
            }
        });
    }

    /** Begins to read. Blocks while brokers are asked where to begin. */
    void begin() {
        listening.start();
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
            while (!listening.isDone() && end - System.nanoTime() > 0) {
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
        Pace pace = new Pace();
        Progress now = pace.look(this::progress);
        for (long left = timeout.toNanos(); now.equals(seen) && left > 0; left = end - System.nanoTime()) {
            synchronized (intake) {
                intake.wait(50);
            }
            pace.rest(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            now = pace.look(this::progress);
        }
        return now;
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
            runs.sort(Standing.BY_NAME);
            // Who has answered and fell silent since may be draining still.
            boolean open =
                    runs.stream().anyMatch(standing -> !standing.isFinal() && standing.presence() != Presence.GONE);
            List<String> troubles = new ArrayList<>(listening.troubles());
            troubles.addAll(intake.refusals());
            return new Progress(runs, listening.isDone() && !runs.isEmpty() && !open, troubles);
        }
    }

    private Presence presence(String run, Set<String> lost) {
        if (intake.roster().isGone(run)) {
            return Presence.GONE;
        }
        return lost.contains(run) ? Presence.LOST : Presence.HERE;
    }

    /** Ends the reading. Blocks until it has ended, some two seconds at the most. May be called twice. */
    @Override
    public void close() {
        whenClosed.accept(this);
        listening.close();
    }
}
