package io.github.curfew.engine;

import io.github.curfew.model.Report;
import org.jspecify.annotations.Nullable;

/** Holds every final report against what happened to its run. */
final class TruthOracle {
    private static final long SECOND = VirtualTime.SECOND;

    private final Complaints complaints;

    TruthOracle(Complaints complaints) {
        this.complaints = complaints;
    }

    void judge(SimRun run, String key, @Nullable SimSignal signal, Told what, Report.OfSignal report) {
        long at = run.driver.scheduler.trueTime(report.time());
        boolean closing = at >= run.driver.closeBeganAt;
        boolean true_ = switch (report.outcome()) {
            case STOPPED ->
                run.drainedAt <= run.endedAt
                        && run.endedAt <= at
                        && run.proof == Ending.Proof.COMMITTED
                        && run.cutAt >= run.endedAt;
            case FORCED ->
                run.cutAt <= at
                        || run.proof == Ending.Proof.UNPROVEN
                        || run.proof == Ending.Proof.CUT
                        || (closing && run.endedAt >= run.driver.closeBeganAt)
                        || run.temper == SimRun.Temper.THROWS;
            case OVERRUN -> overrunIsTrue(run, signal, what, at);
            case FAILED -> run.proof == Ending.Proof.ERROR || run.cutAt <= at - 29 * SECOND;
            case ENDED -> run.endedAt <= at && (run.drainedAt > run.endedAt || wasTooLate(run, what));
            case REFUSED -> true;
            default -> false;
        };
        if (!true_) {
            complaints.add(
                    "truth",
                    run,
                    key,
                    report.outcome() + " (" + report.detail() + ") at " + at + ", drained " + run.drainedAt + " cut "
                            + run.cutAt + " ended " + run.endedAt + " " + run.proof);
        }
    }

    private static boolean wasTooLate(SimRun run, Told what) {
        return what.received.values().stream()
                .allMatch(received -> run.driver.scheduler.trueTime(received.time()) >= run.endedAt);
    }

    private static boolean overrunIsTrue(SimRun run, @Nullable SimSignal signal, Told what, long at) {
        if (signal == null) {
            return false;
        }
        long length = DeadlineOracle.length(run, signal);
        return DeadlineOracle.keepsRunning(run, signal)
                && what.received.values().stream().allMatch(received -> {
                    long from = run.driver.scheduler.trueTime(received.time());
                    return at >= from + length - SECOND / 100 && at <= from + length + 2 * SECOND;
                });
    }
}
