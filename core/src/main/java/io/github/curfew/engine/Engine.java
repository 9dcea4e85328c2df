package io.github.curfew.engine;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Driver;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Curfew on one driver: listens on every backend, has the runs that a signal is meant for drained, and reports. It has one
 * thread for each backend, whatever the number of runs, and some eight more while something is going on. Nothing that
 * happens to a broker reaches a run. Thread-safe.
 */
public final class Engine implements Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration LONGEST_STARTING = Duration.ofSeconds(3);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(6);
    /** Of the time for closing, what is for the links after the last words. */
    private static final int SHARE_OF_LINKS = 5;

    private final Parts parts;
    private final Workers workers;
    private final DriverInfo driver;
    private final Listening listening;
    private final CountDownLatch gone = new CountDownLatch(1);
    private boolean closed;

    private Engine(Parts parts, Workers workers, DriverInfo driver, Listening listening) {
        this.parts = parts;
        this.listening = listening;
        this.workers = workers;
        this.driver = driver;
    }

    /**
     * Begins to listen. Blocks for at most two seconds, for the first contact with the brokers; one that is out of reach
     * is tried again in the background.
     *
     * @param settings what it goes by
     * @param driver who it is
     * @param transports the backends by name, owned by the engine from now on
     * @return the engine, listening
     */
    public static Engine start(EngineSettings settings, DriverInfo driver, Map<String, Transport> transports) {
        return start(settings, driver, transports, List.of(), List.of());
    }

    /**
     * Begins to listen, with doors beside the links, and runs that are under way already.
     *
     * @param settings what it goes by
     * @param driver who it is
     * @param transports the backends by name, owned by the engine from now on
     * @param doors ways in that are no brokers, not yet open, owned by the engine from now on
     * @param running for them, signals count that are published from now on, also before the first contact
     * @return the engine, listening
     */
    public static Engine start(
            EngineSettings settings,
            DriverInfo driver,
            Map<String, Transport> transports,
            List<Door> doors,
            List<? extends Run> running) {
        Listening listening = new Listening(doors);
        Workers workers = new Workers(transports.size());
        Engine[] self = new Engine[1];
        Parts parts = Parts.of(
                settings,
                driver,
                transports,
                workers,
                new Random(), // RandomGenerator's default is a service, which some class loaders of Spark's hide
                () -> {
                    Engine engine = self[0];
                    if (engine != null) {
                        engine.wakeWaiting();
                    }
                },
                listening::doors);
        Engine engine = new Engine(parts, workers, driver, listening);
        self[0] = engine;
        // Before the links begin, so that they look back for what is published meanwhile.
        for (Run run : running) {
            var unused = parts.register(run);
        }
        listening.begin(parts, engine);
        return engine;
    }

    Parts parts() {
        return parts;
    }

    /**
     * Puts a run under curfew, before its first batch. Blocks for at most some two seconds, for the brokers' positions
     * that fence it; throws nothing.
     *
     * @param run the run
     */
    public void starting(Run run) {
        try {
            parts.register(run).get(LONGEST_STARTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn(
                    "The fence of {} is incomplete; what cannot be ordered will be refused",
                    run.info().displayName(),
                    e);
        }
    }

    /**
     * Puts a managed lifecycle under curfew, before its first start. Blocks as {@link #starting} does; throws nothing.
     *
     * @param info who it is
     * @param script what it manages
     * @param maintenance when maintenance is due, and what becomes of a failure
     * @return the lifecycle, to be played; a signal that comes before that counts
     */
    public Lifecycle manage(RunInfo info, Lifecycle.Script script, Maintenance maintenance) {
        Lifecycle lifecycle = parts.lifecycle(info, script, maintenance);
        starting(lifecycle);
        return lifecycle;
    }

    /**
     * Hints that a run may have ended. Does not block.
     *
     * @param runId its id; an unknown one is passed over
     */
    public void ended(String runId) {
        parts.runs().expectEnd(runId);
    }

    @Override
    public DriverInfo info() {
        return driver;
    }

    @Override
    public Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
        return parts.desk().accept(body, attributes, ifItHasNone);
    }

    /**
     * Takes a signal that came by another way than a broker, and not as a message. Does not block.
     *
     * @param signal the signal; it is obeyed by every run that it matches now
     */
    @Override
    public void accept(Signal signal) {
        parts.desk().accept(signal);
    }

    @Override
    public Payload written(Report report) {
        return parts.telling().written(report);
    }

    @Override
    public void malformed(String door, String sentence) {
        parts.desk().malformed(door, sentence);
    }

    /**
     * Drains every run, and cuts at the deadline what has not ended. Blocks until all have ended, at most for the
     * deadline and the grace.
     *
     * @param source who asks, for the reports
     * @param reason why
     * @param deadline how long the drains may take
     * @param grace how long the cuts may take after it
     */
    public void drainAll(String source, String reason, Duration deadline, Duration grace) {
        parts.stopAll(source, reason, deadline);
        long end = System.nanoTime() + deadline.plus(grace).toNanos();
        synchronized (this) {
            while (!parts.runs().all().isEmpty() && System.nanoTime() < end) {
                try {
                    wait(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private synchronized void wakeWaiting() {
        notifyAll();
    }

    /**
     * Lets go of a run that goes on: it is no longer under curfew, and the brokers are told so. Does not block.
     *
     * @param runId its id; an unknown one counts as let go of
     * @return false if it was asked to stop, or has ended, and its final report is still to come: then it stays
     */
    public boolean release(String runId) {
        WatchedRun run = parts.runs().get(runId);
        return run == null || parts.leaving().release(run);
    }

    /**
     * Says the last words and stops listening. Blocks for at most some six seconds.
     *
     * @param why what the reports say of runs that still live
     * @see #close(String, Duration)
     */
    public void close(String why) {
        close(why, LONGEST_CLOSE);
    }

    /**
     * Says the last words and stops listening. Runs that still live are reported as forced; final reports that no broker
     * takes in time go to the log, a line of JSON each. Blocks until all is done. May be called twice, also while the
     * first call is under way: the second one waits for it.
     *
     * @param why what the reports say of runs that still live
     * @param within how long it may take; a backend that takes longer to close is left behind
     */
    public void close(String why, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        if (!isFirstToClose()) {
            Closing.awaitOther(gone, within);
            return;
        }
        Duration words = within.minus(within.dividedBy(SHARE_OF_LINKS));
        Farewell farewell = new Farewell(parts, why, words, listening::finish);
        try {
            for (Duration pause = farewell.step(); !pause.isZero(); pause = farewell.step()) {
                synchronized (this) {
                    wait(Math.max(1, pause.toMillis()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            farewell.seal();
        } finally {
            listening.close(Duration.ofNanos(end - System.nanoTime()));
            workers.close();
            gone.countDown();
        }
    }

    private synchronized boolean isFirstToClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /**
     * Lists the runs under curfew.
     *
     * @return as they are now
     */
    public List<RunStatus> runs() {
        return parts.runs().statuses();
    }

    /**
     * Tells how the links are.
     *
     * @return one for each backend
     */
    @Override
    public List<BackendHealth> health() {
        return Stream.concat(parts.links().stream().map(link -> link.health().get()), listening.doors().stream())
                .toList();
    }

    @Override
    public List<Report.OfRoster> roster() {
        // Without a broker there is no beat to notice an end that nobody told of.
        parts.runs().lookForEnded();
        return parts.telling().roster();
    }

    @Override
    public void listen(Consumer<? super Report.OfSignal> listener) {
        parts.telling().listen(listener);
    }

    /**
     * Tells what happened so far.
     *
     * @return counters for metrics
     */
    public Counters counters() {
        return parts.counters();
    }
}
