package io.github.curfew.engine;

import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.auth.Seal;
import io.github.curfew.engine.Rejections.Reason;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose word a message is, and whom a signal may therefore mean. Guarded by the desk where it remembers something. */
final class Authority {
    /** How many runs' reports may speak in a minute of messages that nobody has signed. */
    private static final int MOST_REFUSALS = 200;

    private final Scheduler scheduler;
    private final Admission admission;
    private final List<String> signers;
    private final Ration refusals;

    /**
     * Why a signal that is signed does not count for a run.
     *
     * @param reason of which kind
     * @param sentence for log and report
     */
    record Objection(Reason reason, String sentence) {}

    Authority(EngineSettings settings, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.admission = new Admission(settings.auth(), settings.namespace());
        // What is not signed has an empty one.
        this.signers = Stream.concat(Stream.of(""), settings.auth().keys().keySet().stream())
                .toList();
        this.refusals = new Ration(scheduler, MOST_REFUSALS, Duration.ofMinutes(1));
    }

    /** Reads a message. */
    Admitted<Signal> read(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
        return admission.signal(body, attributes, ifItHasNone, scheduler.now());
    }

    /** Reads what a driver says. */
    Admitted<Report> readReport(Payload body) {
        return admission.report(body, scheduler.now());
    }

    /** What a report would have said that was refused, or null. */
    @Nullable Report claimed(Payload body) {
        return admission.claimed(body);
    }

    /** Takes what has no signature and was no message. */
    Admitted<Signal> unsigned(Signal signal) {
        return admission.unsigned(signal);
    }

    /** Whether it counts for a run; null if so. */
    @Nullable Objection to(Admitted<Signal> admitted, RunInfo run) {
        Seal seal = admitted.seal();
        if (seal == null) {
            return null;
        }
        if (seal.isOlderThan(run.started())) {
            return new Objection(
                    Reason.REPLAYED,
                    "it was signed at " + seal.signed() + ", before " + run.displayName() + " started at "
                            + run.started() + ": send a new one if it is meant");
        }
        if (seal.reach().match(run.labels()) == null) {
            return new Objection(
                    Reason.FORBIDDEN,
                    "the key " + seal.key() + " reaches " + seal.reach() + ", and not " + run.displayName());
        }
        return null;
    }

    /** How long a signal has to be remembered: a signed one may be sent again for as long as its signature holds. */
    Duration remembered(Admitted<Signal> admitted, Duration lifetime) {
        Seal seal = admitted.seal();
        Duration left = seal == null ? Duration.ZERO : seal.left(scheduler.now());
        return left.compareTo(lifetime) > 0 ? left : lifetime;
    }

    /** Whether a signal with that id was accepted from anybody. */
    boolean wasAccepted(SignalId id, SeenSignals seen) {
        return signers.stream().anyMatch(signer -> seen.has(new Identity(signer, id)));
    }

    /** Whether one more report may speak of what nobody has signed. */
    boolean mayTell() {
        return refusals.take();
    }
}
