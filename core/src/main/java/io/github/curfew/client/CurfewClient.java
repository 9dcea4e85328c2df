package io.github.curfew.client;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Sealer;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSources;
import io.github.curfew.model.Action;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender, for services and pipeline steps: publishes signals over every backend that the settings choose, follows what
 * becomes of them, and tells who is there.
 *
 * <pre>{@code
 * try (CurfewClient client = CurfewClient.connect()) {
 *     Result result = client.stop("app.name=orders").reason("deploy 42").track().result().get();
 * }
 * }</pre>
 *
 * <p>A signal that was published reaches every run that it is meant for, as soon as that can reach the broker, unless it
 * has expired by then, or the broker no longer has it; it acts once, however often it is delivered. A service has one
 * client, for as long as it lives. Thread-safe: any number of threads can publish and track at once. No reports are read
 * until somebody asks for some; from then on there is one daemon thread for each backend, until the client is closed.
 */
public final class CurfewClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CurfewClient.class);

    /** What a driver needs at the most to answer what it has heard. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final Clock clock;
    private final Admission admission;
    private final Transports transports;
    private final Intake intake;
    private final Listening listening;
    private final Publisher publisher;
    private final Tracker tracker;
    private final Attendance attendance;
    private final Set<Recall> recalls = ConcurrentHashMap.newKeySet();

    private CurfewClient(Settings settings, AuthSettings auth, Transports transports, Clock clock) {
        this.clock = clock;
        this.transports = transports;
        this.admission = new Admission(auth, settings.namespace());
        Duration lookBack = lookBack(settings);
        this.intake = new Intake(admission, lookBack, clock);
        this.listening = new Listening(transports, intake, lookBack);
        this.publisher = new Publisher(
                transports, intake, Sealer.ofSignals(auth, settings.namespace()), settings.signalExpiry(), clock);
        // The driver has to hear the signal, and we the answer.
        Duration hearing = ANSWER.plus(transports.hearingTime().multipliedBy(2));
        this.attendance = new Attendance(transports, listening, intake, publisher, hearing, clock);
        this.tracker =
                new Tracker(transports, intake, listening, publisher, attendance, settings.stopDeadline(), clock);
    }

    /** Two beats until somebody is lost, and half a one for what lies between saying and hearing. */
    private static Duration lookBack(Settings settings) {
        Duration least = settings.beat().multipliedBy(5).dividedBy(2);
        Duration wanted = settings.rosterLookBack();
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    /**
     * Connects with the settings that surround this process: its environment ({@code CURFEW_REDIS_URL}), its system
     * properties ({@code curfew.redis.url}), and the file that {@code config} names in one of these. Does not touch the
     * network.
     *
     * @return the client, to be closed
     * @throws ConfigurationException with every problem, if settings are missing or wrong
     */
    public static CurfewClient connect() {
        return connect(Map.of());
    }

    /**
     * Connects with settings in code, which go before those that surround this process. Does not touch the network.
     *
     * @param settings keys with or without {@code curfew.}, such as {@code redis.url}; {@code config} names a file, which
     *     counts for what is set nowhere else
     * @return the client, to be closed
     * @throws ConfigurationException with every problem, if settings are missing or wrong
     */
    public static CurfewClient connect(Map<String, String> settings) {
        Settings resolved = SettingsSources.ofThisProcess().withCode(settings).resolve(Backends.discover());
        resolved.warnings().forEach(warning -> LOG.warn("Curfew: {}", warning));
        return connect(resolved);
    }

    /**
     * Connects with these settings and no others. Does not touch the network.
     *
     * @param settings where to publish
     * @return the client, to be closed
     * @throws ConfigurationException with every problem, if a backend cannot be opened with its settings
     */
    public static CurfewClient connect(Settings settings) {
        return connect(settings, Clock.systemUTC());
    }

    static CurfewClient connect(Settings settings, Clock clock) {
        // First, for it opens nothing.
        AuthSettings auth = settings.auth(Role.SENDER);
        return new CurfewClient(settings, auth, Transports.open(settings), clock);
    }

    /**
     * Begins to write a stop: between two batches, unless it says {@link Draft#now()}.
     *
     * @param selector who is meant, such as {@code orders} or {@code team=payments,region!=eu}
     * @return a draft, to be published
     * @throws MalformedException with the place and the cure, if it is no selector
     */
    public Draft stop(String selector) {
        return draft(Action.STOP, selector);
    }

    /**
     * Begins to write a restart, of managed lifecycles: stop, do the maintenance, and go on. Others refuse it.
     *
     * @param selector who is meant
     * @return a draft, to be published
     * @throws MalformedException with the place and the cure, if it is no selector
     */
    public Draft restart(String selector) {
        return draft(Action.RESTART, selector);
    }

    /**
     * Begins to write a pause, of managed lifecycles: stop, and wait for a resume. Others refuse it.
     *
     * @param selector who is meant
     * @return a draft, to be published
     * @throws MalformedException with the place and the cure, if it is no selector
     */
    public Draft pause(String selector) {
        return draft(Action.PAUSE, selector);
    }

    /**
     * Begins to write a resume, of managed lifecycles that were paused. Others refuse it.
     *
     * @param selector who is meant
     * @return a draft, to be published
     * @throws MalformedException with the place and the cure, if it is no selector
     */
    public Draft resume(String selector) {
        return draft(Action.RESUME, selector);
    }

    private Draft draft(Action action, String selector) {
        return new Draft(this, clock, action, Selector.parse(selector));
    }

    /**
     * Publishes a signal that was made elsewhere, and follows it no further. Blocks until each broker has given its word,
     * some ten seconds at the most. The same signal published twice acts once, so a failure may be tried again.
     *
     * @param signal what to publish
     * @return what the brokers said; one that failed while another did not is a warning
     * @throws MalformedException if no driver would take it: a reason, an id or a time that is too long
     * @throws CurfewException if no broker took it; one may have it all the same if it gave its word too late
     */
    public Publication publish(Signal signal) {
        return publisher.publish(signal, transports.all(), List.of());
    }

    /**
     * Publishes a signal that was made elsewhere, and follows it, until all that are meant have answered.
     *
     * @param signal what to publish
     * @return what becomes of it
     * @throws MalformedException if no driver would take it: a reason, an id or a time that is too long
     * @throws CurfewException if no broker took it
     * @see #track(Signal, int)
     */
    public Tracking track(Signal signal) {
        return track(signal, 0);
    }

    /**
     * Publishes a signal that was made elsewhere, and follows it: no report is missed, however soon it comes. Blocks until
     * each broker has given its word, some ten seconds at the most where all is well, and three times that where brokers
     * do not answer.
     *
     * @param signal what to publish
     * @param expect how many runs have to give their final report at the least before it counts as settled; 0 for as
     *     many as are meant
     * @return what becomes of it
     * @throws MalformedException if no driver would take it: a reason, an id or a time that is too long
     * @throws CurfewException if no broker took it; one may have it all the same if it gave its word too late
     */
    public Tracking track(Signal signal, int expect) {
        return track(signal, new Tracking.Wanted(expect, patience(signal), null));
    }

    Tracking track(Signal signal, Tracking.Wanted wanted) {
        return tracker.track(signal, wanted);
    }

    Duration patience(Signal signal) {
        return tracker.patience(signal);
    }

    /**
     * Has every report on a signal told to a listener, those of other senders' signals too. It is called by the threads
     * that read, one call at a time, and holds them up: it has to be quick. What it throws is logged.
     *
     * @param listener who is told; what was said shortly before may be told too
     */
    public void listen(Consumer<? super Report.OfSignal> listener) {
        intake.listen(listener);
        listening.start();
    }

    /**
     * Tells who is there: every run that said hello and not yet bye, those of drivers that are lost included. Where a
     * broker keeps no reports, the drivers are asked. Blocks for some ten seconds at the most.
     *
     * @return in the order of their names
     * @throws CurfewException if no backend's reports can be read
     * @throws InterruptedException if the thread was interrupted
     */
    public List<RosterEntry> roster() throws InterruptedException {
        return attendance.roster();
    }

    /**
     * Tells who is there as far as it is known by now, and asks nobody that it would have to wait for: after a
     * {@link #roster()}, for whoever wants to see it change. Where a broker keeps no reports, the drivers are asked now and
     * then, and their answers are in what later calls give. Does not block, but for the first call.
     *
     * @return in the order of their names
     */
    public List<RosterEntry> knownRoster() {
        return attendance.known();
    }

    /**
     * Tells whom brokers show as listening, and who has not said a word to this client: after {@link #roster()}, those
     * that are there by their queue and do not answer. Blocks while brokers are asked, some ten seconds at the most.
     *
     * @return in the order of the backends; empty where no broker can show that
     * @throws CurfewException if a broker cannot be asked
     */
    public List<Sighting> silent() {
        return attendance.silent();
    }

    /**
     * Looks for what became of a signal that anybody published. Blocks while it asks each broker where to begin.
     *
     * @param signal its id, without its source
     * @param since how long ago it was published at the most; what the brokers no longer have is not found
     * @return what can be read, to be closed
     */
    public Recall recall(String signal, Duration since) {
        Intake own = new Intake(admission, since, clock);
        Recall recall = new Recall(signal, own, new Listening(transports, own, since), recalls::remove);
        recalls.add(recall);
        recall.begin();
        return recall;
    }

    /**
     * Says why what became of another sender's signal cannot be read, and what has to be set for it.
     *
     * @return one sentence for each backend that keeps no reports; empty where all do
     */
    public List<String> needsOfReports() {
        return transports.needsOfReports();
    }

    /**
     * What keeps reports from being read just now, or from being believed.
     *
     * @return one sentence for each backend that cannot be read, that has not given all of its reports after ten seconds,
     *     or that has reports without the signature that is asked for; empty while all is well
     */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(listening.troubles());
        troubles.addAll(intake.refusals());
        return List.copyOf(troubles);
    }

    /**
     * Closes the backends and ends all threads. Trackings learn nothing more, and results that are still to come fail;
     * signals stand. Blocks for some five seconds at the most. May be called twice.
     */
    @Override
    public void close() {
        tracker.close();
        transports.close();
        listening.close();
        recalls.forEach(Recall::close);
    }
}
