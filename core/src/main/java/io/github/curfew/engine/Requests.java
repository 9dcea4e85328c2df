package io.github.curfew.engine;

import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;

/** What is asked of a run, by a signal or by the driver itself, and what holds where a signal says nothing. Thread-safe. */
final class Requests {
    private final EngineSettings settings;
    private final String driverId;
    private final Scheduler scheduler;

    Requests(EngineSettings settings, String driverId, Scheduler scheduler) {
        this.settings = settings;
        this.driverId = driverId;
        this.scheduler = scheduler;
    }

    /**
     * What a signal asks, counted from now on.
     *
     * @param matched the label by which it means the run
     */
    Request of(Signal signal, String matched) {
        Duration deadline = signal.terms().deadline();
        OnTimeout onTimeout = signal.terms().onTimeout();
        return new Request(
                signal,
                matched,
                scheduler.uptime(),
                deadline == null ? settings.stopDeadline() : deadline,
                onTimeout == null ? settings.onTimeout() : onTimeout);
    }

    /** How long a signal counts. */
    Duration lifetime(Signal signal) {
        Duration expiry = signal.terms().expiry();
        return expiry == null ? settings.signalExpiry() : expiry;
    }

    /** Nobody asked, and yet it is cut: a report needs a signal to speak of. */
    Request ofItsOwn(String why) {
        return new Request(own(Action.STOP, Mode.NOW, why), "*", scheduler.uptime(), Duration.ZERO, OnTimeout.FORCE);
    }

    /** A managed lifecycle's own time has come, and nobody sent anything. */
    Request turnOfItsOwn(String why) {
        return of(own(Action.RESTART, Mode.GRACEFUL, why), "*");
    }

    private Signal own(Action action, Mode mode, String why) {
        Terms terms = new Terms(mode, null, null, null, why, null);
        SignalId id = new SignalId("/curfew/drivers/" + driverId, Letters.newId());
        return new Signal(id, action, Selector.EVERYONE, terms, scheduler.now());
    }
}
