package io.github.curfew.engine;

import io.github.curfew.auth.Admitted;
import io.github.curfew.engine.Authority.Objection;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a signal that counts for a run to what can do as it asks, or refuses it in that run's name. Does not block. Thread-safe. */
final class Obeying {
    private static final Logger LOG = LoggerFactory.getLogger(Obeying.class);

    private final Authority authority;
    private final Requests requests;
    private final Runs runs;
    private final Telling telling;
    private final Counters counters;
    private final Rejections rejections;

    Obeying(
            Authority authority,
            Requests requests,
            Runs runs,
            Telling telling,
            Counters counters,
            Rejections rejections) {
        this.authority = authority;
        this.requests = requests;
        this.runs = runs;
        this.telling = telling;
        this.counters = counters;
        this.rejections = rejections;
    }

    /**
     * Has a run obey, if its signer may reach it and can have known it.
     *
     * @param matched the label by which the signal means it
     * @param way over which it came, and as what, for the log
     */
    void obey(WatchedRun run, Admitted<Signal> admitted, String matched, String way, String id) {
        Signal signal = admitted.message();
        if (signal.action() == Action.PING) {
            // The driver answers it once for all of its runs: it asks nothing of this one.
            counters.count(Counters.OBEYED);
            return;
        }
        Objection objection = authority.to(admitted, run.info());
        if (objection == null) {
            obey(run, signal, matched);
            return;
        }
        rejections.reject(objection.reason(), way, id, objection.sentence());
        refuse(run, requests.of(signal, matched), objection.sentence());
    }

    private void obey(WatchedRun run, Signal signal, String matched) {
        counters.count(Counters.OBEYED);
        Request request = requests.of(signal, matched);
        if (run.isSettledByHold(request, telling)) {
            return;
        }
        if (signal.action() != Action.STOP && !(run.run() instanceof Lifecycle)) {
            refuse(
                    run,
                    request,
                    signal.action().word()
                            + " is for a managed lifecycle, and this stream is none; stop it, and start it again"
                            + " yourself");
            return;
        }
        LOG.info(
                "{} is told to {} ({}), asked by {} {}{}",
                run.info().displayName(),
                signal.action().word(),
                Quoted.plain(matched),
                Quoted.plain(signal.id().source()),
                Quoted.plain(signal.id().id()),
                signal.terms().reason().isEmpty()
                        ? ""
                        : ": " + Quoted.sentence(signal.terms().reason()));
        telling.report(run.run(), request, Outcome.RECEIVED, run.run().lastBatch(), "");
        if (signal.action() != Action.STOP && run.run() instanceof Lifecycle lifecycle) {
            lifecycle.ask(request);
            return;
        }
        run.ask(request);
        runs.look(run);
    }

    private void refuse(WatchedRun run, Request request, String sentence) {
        telling.report(run.run(), request, Outcome.REFUSED, null, sentence);
    }
}
