package io.github.curfew.engine;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a link is, with one log line for each change and none for what stays as it is. Thread-safe. */
final class LinkHealth {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHealth.class);

    /** So that whoever looks in the morning sees what happened at night. */
    private static final Duration REMARK_STANDS = Duration.ofDays(1);

    private final String backend;
    private final Supplier<Instant> now;
    private boolean reading;
    private @Nullable String readingProblem;
    private @Nullable String writingProblem;
    private String remark = "";
    private Instant remarked = Instant.MIN;
    private BackendHealth told;

    LinkHealth(String backend, Supplier<Instant> now) {
        this.backend = backend;
        this.now = now;
        this.told = new BackendHealth(backend, State.CONNECTING, now.get(), "");
    }

    synchronized BackendHealth get() {
        if (!remark.isEmpty() && now.get().isAfter(remarked.plus(REMARK_STANDS))) {
            remark = "";
            tell();
        }
        return told;
    }

    synchronized boolean isReading() {
        return reading;
    }

    synchronized boolean hasFailed() {
        return readingProblem != null;
    }

    /** Signals arrive. */
    synchronized void reading() {
        reading = true;
        readingProblem = null;
        tell();
    }

    /** Signals do not arrive. */
    synchronized void readingFailed(String cause) {
        reading = false;
        readingProblem = Quoted.sentence(cause);
        tell();
    }

    /** Reports get through. */
    synchronized void writing() {
        writingProblem = null;
        tell();
    }

    /** Reports do not get through. */
    synchronized void writingFailed(String cause) {
        writingProblem = Quoted.sentence(cause);
        tell();
    }

    /** Something worth knowing of a link that listens. Each is logged, and shown for a day unless another one comes. */
    synchronized void remark(String sentence) {
        remark = Quoted.sentence(sentence);
        LOG.warn("Curfew on {}: {}", backend, remark);
        remarked = now.get();
        tell();
    }

    private void tell() {
        State state = state();
        String cause = cause();
        if (state == told.state() && (cause.isEmpty() == told.cause().isEmpty())) {
            // Since when stays; the words of the cause may vary from one attempt to the next.
            told = new BackendHealth(backend, state, told.since(), cause);
            return;
        }
        State before = told.state();
        told = new BackendHealth(backend, state, now.get(), cause);
        switch (state) {
            case LISTENING -> {
                if (before == State.DEGRADED) {
                    LOG.info("Curfew listens on {} again", backend);
                } else if (before == State.CONNECTING) {
                    LOG.info("Curfew listens on {}", backend);
                }
            }
            case DEGRADED ->
                LOG.warn(
                        "Curfew cannot use {} just now and keeps trying; streams go on undisturbed: {}",
                        backend,
                        cause);
            case CONNECTING -> LOG.debug("Curfew connects to {}", backend);
        }
    }

    private State state() {
        if (readingProblem != null || writingProblem != null) {
            return State.DEGRADED;
        }
        return reading ? State.LISTENING : State.CONNECTING;
    }

    private String cause() {
        if (readingProblem != null) {
            return readingProblem;
        }
        return writingProblem != null ? writingProblem : remark;
    }
}
