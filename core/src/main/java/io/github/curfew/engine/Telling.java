package io.github.curfew.engine;

import io.github.curfew.model.Durations;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every broker, and the log, what happens to runs and signals. Does not block. Thread-safe. */
final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private static final Set<String> WHICH = Set.of(Labels.QUERY_NAME, Labels.QUERY_ID, Labels.RUN_ID, Labels.APP_NAME);

    private final String driverId;
    private final Scheduler scheduler;
    private final List<Link> links;
    private final Runs runs;
    private final Letters letters;
    private final Finals finals;
    private final Counters counters;
    private final Runnable afterFinal;
    private final List<Consumer<? super Report.OfSignal>> listeners = new CopyOnWriteArrayList<>();

    Telling(
            String driverId,
            Scheduler scheduler,
            List<Link> links,
            Runs runs,
            Letters letters,
            Counters counters,
            Runnable afterFinal) {
        this.driverId = driverId;
        this.scheduler = scheduler;
        this.links = List.copyOf(links);
        this.runs = runs;
        this.letters = letters;
        this.finals = new Finals(counters);
        this.counters = counters;
        this.afterFinal = afterFinal;
    }

    /** One word on a signal for a run. */
    void report(Run run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
        report(run.info(), request, outcome, lastBatch, detail);
    }

    /**
     * Refuses a signal of which nobody knows who sent it: he chose where this goes, so it says which run that is, and tells
     * none of its other labels.
     *
     * @param request with his own words for whom he meant, as a label by which it matched would tell him of that one
     */
    void refuse(Run run, Request request, String detail) {
        Map<String, String> which = new TreeMap<>(run.info().labels().asMap());
        which.keySet().retainAll(WHICH);
        RunInfo told = new RunInfo(run.info().id(), run.info().started(), Labels.of(which));
        report(told, request, Outcome.REFUSED, null, detail);
    }

    private void report(RunInfo run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail) {
        Signal signal = request.signal();
        Duration took = scheduler.uptime().minus(request.since());
        Report.OfSignal report = new Report.OfSignal(
                Letters.newId(),
                driverId,
                scheduler.now(),
                outcome,
                signal.id(),
                signal.action(),
                run,
                request.matched(),
                lastBatch,
                took,
                detail);
        counters.count(Counters.reports(outcome));
        listeners.forEach(listener -> tell(listener, report));
        Outgoing outgoing = letters.outgoing(report, signal.terms().replyTo());
        if (outcome.isFinal()) {
            LOG.info(
                    "{} {} after {}, last committed batch {}{}",
                    run.displayName(),
                    outcome.word(),
                    Durations.text(took),
                    lastBatch == null ? "unknown" : lastBatch,
                    detail.isEmpty() ? "" : ": " + Quoted.sentence(detail));
            finals.post(links, letters, report, outgoing);
            afterFinal.run();
        } else {
            if (outcome == Outcome.DRAINING) {
                LOG.info(
                        "{} is draining, for at most {}{}",
                        run.displayName(),
                        Durations.text(request.deadline()),
                        detail.isEmpty() ? "" : ": " + Quoted.sentence(detail));
            }
            links.forEach(link -> link.outbox().post(letters.publish(link, outgoing)));
        }
    }

    private static void tell(Consumer<? super Report.OfSignal> listener, Report.OfSignal report) {
        try {
            listener.accept(report);
        } catch (RuntimeException e) {
            LOG.warn("A listener of reports failed; the brokers are told all the same", e);
        }
    }

    /** Has every report on a signal told here too. */
    void listen(Consumer<? super Report.OfSignal> listener) {
        listeners.add(listener);
    }

    /** It ended and nobody had asked for it, so there is no report but this line. */
    void endedByItself(Run run, Ending ending) {
        LOG.info(
                "{} ended by itself, last committed batch {}{}",
                run.info().displayName(),
                ending.lastBatch() == null ? "unknown" : ending.lastBatch(),
                ending.detail().isEmpty() ? "" : ": " + Quoted.sentence(ending.detail()));
    }

    /** It goes on, and is no longer under curfew. */
    void released(Run run) {
        LOG.info("{} is no longer under curfew, and goes on", run.info().displayName());
        ended(run, new Ending(Ending.Proof.UNPROVEN, run.lastBatch(), ""));
    }

    /** The run is no more. */
    void ended(Run run, Ending ending) {
        runs.remove(run);
        // Where the application ends under a run that still lives, whoever waits for its end gives it a moment; of one
        // that is let go of and lives on, nobody will tell the end.
        RunState alive = ending.proof() == Ending.Proof.CUT ? RunState.FORCING : RunState.RUNNING;
        RunState state = run.hasEnded() ? RunState.ENDED : alive;
        RunStatus last = new RunStatus(run.info(), state, ending.lastBatch());
        links.forEach(link -> link.outbox().post(letters.bye(last)));
        afterFinal.run();
    }

    /** All runs, as an alive tells of them; for doors, over which a signal counts for every run that is there. */
    List<Report.OfRoster> roster() {
        return letters.roster(runs::statuses, null);
    }

    /** A report as it goes over a broker. */
    Payload written(Report report) {
        return letters.written(report);
    }

    /** A run began. */
    void hello(WatchedRun run) {
        LOG.info(
                "{} is under curfew, run {}",
                run.info().displayName(),
                run.info().id());
        run.introduce();
        links.forEach(link -> link.outbox().post(letters.hello(link, run)));
    }

    /** The driver itself asks runs of others. */
    void publish(Signal signal, Duration expiry) {
        Outgoing outgoing = letters.outgoing(signal, expiry);
        links.forEach(link -> link.outbox().post(letters.publish(link, outgoing)));
    }

    /**
     * Time to say that all is well, unless there is more important news waiting. Blocks while the broker does.
     *
     * @return false if there was
     */
    boolean alive(Link link) {
        if (!link.outbox().isEmpty()) {
            return false;
        }
        link.outbox().tell(letters.alive(link, runs::introduced, null, null));
        return true;
    }

    /** What a run does has changed, and for longer than a moment: whoever lists the runs shall not read the old state. */
    void changed() {
        links.forEach(link -> letters.alive(link, runs::introduced, null, null).forEach(link.outbox()::post));
    }

    /** Somebody asks who is there. */
    void answer(Signal ping) {
        for (Link link : links) {
            letters.alive(link, runs::introduced, ping.id(), ping.terms().replyTo())
                    .forEach(link.outbox()::post);
        }
    }
}
