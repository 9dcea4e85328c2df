package io.github.curfew.engine;

import io.github.curfew.engine.Rejections.Reason;
import io.github.curfew.engine.WatchedRun.Parked;
import io.github.curfew.model.Outcome;
import java.time.Duration;

/**
 * Judges for one run whether a signal that means it came after it started, as soon as the run's fence can tell. Does not
 * block; guarded by the desk.
 */
final class Judging {
    private final Requests requests;
    private final Scheduler scheduler;
    private final Telling telling;
    private final Rejections rejections;
    private final Obeying obeying;

    Judging(Requests requests, Scheduler scheduler, Telling telling, Rejections rejections, Obeying obeying) {
        this.requests = requests;
        this.scheduler = scheduler;
        this.telling = telling;
        this.rejections = rejections;
        this.obeying = obeying;
    }

    void judge(WatchedRun run, Parked signal) {
        String name = run.info().displayName();
        if (hasExpired(signal)) {
            reject(
                    Reason.EXPIRED,
                    signal,
                    "it expired before it could be told whether it was published after " + name + " started");
            return;
        }
        switch (run.verdict(signal, scheduler.uptime())) {
            case NEW ->
                obeying.obey(
                        run,
                        signal.admitted(),
                        signal.matched(),
                        signal.link().name(),
                        signal.delivery().id());
            case PENDING -> run.park(signal);
            case STALE ->
                reject(
                        Reason.STALE,
                        signal,
                        "it was published before " + name + " was under curfew; publish it again to make it count");
            case UNKNOWN -> {
                String sentence = "whether it was published before " + name
                        + " was under curfew cannot be told; publish it again to make it count";
                reject(Reason.UNORDERED, signal, sentence);
                telling.report(
                        run.run(), requests.of(signal.signal(), signal.matched()), Outcome.REFUSED, null, sentence);
            }
        }
    }

    /** It may have expired while it waited, whichever backend's word it waited for. */
    private boolean hasExpired(Parked signal) {
        Duration lifetime = requests.lifetime(signal.signal());
        return signal.link().hasExpired(signal.delivery(), lifetime)
                || scheduler.uptime().minus(signal.since()).compareTo(lifetime) > 0;
    }

    private void reject(Reason reason, Parked signal, String sentence) {
        rejections.reject(reason, signal.link().name(), signal.delivery().id(), sentence);
    }
}
