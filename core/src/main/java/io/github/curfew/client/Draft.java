package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A signal that is being written, by {@link CurfewClient#stop(String)} and its siblings. It ends with {@link #publish()},
 * or with {@link #track()} by those who want to know what becomes of it; each call publishes a new signal, with an identity
 * of its own. Not thread-safe.
 */
public final class Draft {
    private final CurfewClient client;
    private final Clock clock;
    private final Action action;
    private final Selector selector;
    private String source;
    private String reason = "";
    private Mode mode = Mode.GRACEFUL;
    private @Nullable Duration deadline;
    private @Nullable OnTimeout onTimeout;
    private @Nullable Duration expiry;
    private boolean everyone;
    private int expect;
    private @Nullable Duration timeout;
    private @Nullable Consumer<? super Report.OfSignal> listener;

    Draft(CurfewClient client, Clock clock, Action action, Selector selector) {
        this.client = client;
        this.clock = clock;
        this.action = action;
        this.selector = selector;
        this.source =
                "/curfew/client/" + System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /**
     * Says why.
     *
     * @param text for the logs of the drivers
     * @return this
     */
    public Draft reason(String text) {
        reason = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Says who sends it.
     *
     * @param uri a URI reference such as {@code /ops/deploy-bot}; if not given, {@code /curfew/client/} and the name of
     *     this process's user
     * @return this
     * @throws IllegalArgumentException if it is none
     */
    public Draft source(String uri) {
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("the source is empty: write a URI such as /ops/deploy-bot");
        }
        source = URI.create(uri).toString();
        return this;
    }

    /**
     * Says how long a drain may take. Not for a {@code resume}.
     *
     * @param length more than nothing; if not given, the driver's own {@code stop.deadline}
     * @return this
     */
    public Draft deadline(Duration length) {
        deadline = positive("deadline", length);
        return this;
    }

    /**
     * Lets a run whose deadline passes go on draining, where it would be cut otherwise, or where the driver's own
     * {@code stop.on-timeout} would have it so. Its report is then {@code overrun}.
     *
     * @param what force or keep running
     * @return this
     */
    public Draft onTimeout(OnTimeout what) {
        onTimeout = Objects.requireNonNull(what, "what");
        return this;
    }

    /**
     * Cuts the batch in flight instead of finishing it. For a {@code stop} alone.
     *
     * @return this
     */
    public Draft now() {
        mode = Mode.NOW;
        return this;
    }

    /**
     * Says how long the signal counts, for runs that are out of reach just now.
     *
     * @param length more than nothing; if not given, {@code signal.expiry}
     * @return this
     */
    public Draft expiry(Duration length) {
        expiry = positive("expiry", length);
        return this;
    }

    /**
     * Confirms that the selector is meant though it names nobody in particular: {@code *}, {@code app.name=*},
     * {@code team!=x}. Without it such a draft is not published, since a text that comes from elsewhere may reach further
     * than its writer thinks.
     *
     * @return this
     */
    public Draft everyone() {
        everyone = true;
        return this;
    }

    /**
     * Says how many runs have to give their final report at the least. For {@link #track()}.
     *
     * @param runs from 1 on; if not given, as many as are meant and there
     * @return this
     */
    public Draft expect(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("the number of runs to expect is from 1 on, not " + runs);
        }
        expect = runs;
        return this;
    }

    /**
     * Says how long to wait for the result. For {@link #track()}.
     *
     * @param length from the publication on; if not given, the deadline, or else {@code stop.deadline} as it is set here,
     *     and 30 s
     * @return this
     */
    public Draft timeout(Duration length) {
        timeout = positive("timeout", length);
        return this;
    }

    /**
     * Has each report told that says more of a run than was known, in its order. For {@link #track()}.
     *
     * @param whom called on a thread of the client's, one call at a time; it may block, and what it throws is logged
     * @return this
     */
    public Draft onReport(Consumer<? super Report.OfSignal> whom) {
        listener = Objects.requireNonNull(whom, "whom");
        return this;
    }

    /**
     * Publishes it, and follows it no further. Blocks until each broker has given its word, some ten seconds at the most.
     *
     * @return what the brokers said; one that failed while another did not is a warning
     * @throws MalformedException if the selector names nobody in particular, and {@link #everyone()} was not called;
     *     or if no driver would take the signal: a reason, a source or a time that is too long
     * @throws CurfewException if no broker took it; one may have it all the same if it gave its word too late
     */
    public Publication publish() {
        return client.publish(signal());
    }

    /**
     * Publishes it, and follows it: no report is missed, however soon it comes. Blocks until each broker has given its
     * word, some ten seconds at the most where all is well, and three times that where brokers do not answer.
     *
     * @return what becomes of it
     * @throws MalformedException if the selector names nobody in particular, and {@link #everyone()} was not called;
     *     or if no driver would take the signal: a reason, a source or a time that is too long
     * @throws CurfewException if no broker took it; one may have it all the same if it gave its word too late
     */
    public Tracking track() {
        Signal signal = signal();
        Duration longest = Objects.requireNonNullElseGet(timeout, () -> client.patience(signal));
        return client.track(signal, new Tracking.Wanted(expect, longest, listener));
    }

    private Signal signal() {
        if (mode == Mode.NOW && action != Action.STOP) {
            throw new IllegalStateException("only a stop can cut at once: leave out now() of this " + action.word());
        }
        if (mode == Mode.NOW && (deadline != null || onTimeout != null)) {
            throw new IllegalStateException(
                    "what cuts at once has no deadline: leave out now(), or deadline() and onTimeout()");
        }
        if (action == Action.RESUME && (deadline != null || onTimeout != null)) {
            throw new IllegalStateException("a resume drains nothing: leave out deadline() and onTimeout()");
        }
        if (!selector.hasPositiveLiteral() && !everyone) {
            throw new MalformedException("the selector " + selector
                    + " names nobody in particular: call everyone() if all whom it matches are meant");
        }
        SignalId id = new SignalId(source, UUID.randomUUID().toString());
        Terms terms = new Terms(mode, deadline, onTimeout, expiry, reason, null);
        return new Signal(id, action, selector, terms, clock.instant());
    }

    private static Duration positive(String what, Duration length) {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("the " + what + " has to be more than nothing, not " + length);
        }
        return length;
    }
}
