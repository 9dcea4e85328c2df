package io.github.curfew.client;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Action;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A sender: publishes signals over every backend that the settings choose, follows what becomes of them, and tells who is
 * there. Thread-safe. Reads reports only once it is asked for some; it then has one daemon thread for each backend, until
 * it is closed.
 */
public final class CurfewClient implements AutoCloseable {
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);
    /** A link may come up a little late; one that stays down is said to be so. */
    private static final Duration TROUBLE_TIMEOUT = Duration.ofSeconds(2);

    /** What a final report needs at the most, after a deadline that is over: a cut, its proof, and the way back. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(30);

    /** What a driver needs at the most to answer what it has heard. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final Map<String, Transport> transports;
    private final List<ReportsListener> listeners = new ArrayList<>();
    private final Intake intake;
    private final Clock clock;
    private final Duration hearingTime;
    private final Duration expiry;
    private final Duration deadline;
    private final ExecutorService publishing = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "curfew-client-publish");
        thread.setDaemon(true);
        return thread;
    });

    private CurfewClient(Settings settings, Map<String, Transport> transports, Duration hearingTime, Clock clock) {
        this.transports = transports;
        this.clock = clock;
        this.hearingTime = hearingTime;
        this.expiry = settings.signalExpiry();
        this.deadline = settings.stopDeadline();
        this.intake = new Intake(clock);
        // Two beats until somebody is lost, and half a one for what lies between saying and hearing.
        Duration lookBack = settings.beat().multipliedBy(5).dividedBy(2);
        transports.forEach((name, transport) -> listeners.add(new ReportsListener(name, transport, intake, lookBack)));
    }

    /**
     * Opens the backends that the settings choose. Does not touch the network.
     *
     * @param settings where to publish
     * @return the client, to be closed
     * @throws ConfigurationException with every problem, if a backend cannot be opened with its settings
     */
    public static CurfewClient connect(Settings settings) {
        return connect(settings, Clock.systemUTC());
    }

    static CurfewClient connect(Settings settings, Clock clock) {
        String sender = UUID.randomUUID().toString();
        Map<String, Transport> transports = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Duration slowest = Duration.ZERO;
        for (BackendProvider backend : settings.backends()) {
            BackendConfig config = settings.backendConfig(backend, BackendConfig.Role.SENDER, sender);
            try {
                Transport transport = backend.open(config);
                transports.put(backend.name(), transport);
                slowest = slowest.compareTo(transport.hearingTime()) < 0 ? transport.hearingTime() : slowest;
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            } catch (RuntimeException | LinkageError e) {
                problems.add("the backend " + backend.name() + " cannot be opened: " + e);
            }
        }
        if (!problems.isEmpty()) {
            transports.values().forEach(Transport::close);
            throw new ConfigurationException(problems);
        }
        // The driver has to hear the signal, and we the answer.
        return new CurfewClient(settings, transports, ANSWER.plus(slowest.multipliedBy(2)), clock);
    }

    /**
     * Publishes a signal over every backend at once, and follows it no further. Blocks until each broker has given its
     * word, some ten seconds at the most.
     *
     * @param signal what to publish
     * @return what the brokers said; one that failed while another did not is a warning
     * @throws CurfewException if no broker took it
     */
    public Publication publish(Signal signal) {
        return publish(signal, transports, List.of());
    }

    private Publication publish(Signal signal, Map<String, Transport> through, List<String> warnings) {
        Duration keep = Objects.requireNonNullElse(signal.terms().expiry(), expiry);
        Outgoing message = new Outgoing(
                Topic.SIGNALS,
                "",
                signal.id().id(),
                Codec.encode(signal),
                signal.terms().replyTo(),
                keep);
        Map<String, CompletableFuture<Receipt>> pending = new LinkedHashMap<>();
        through.forEach((name, transport) -> pending.put(
                name, CompletableFuture.supplyAsync(() -> transport.publish(message, PUBLISH_TIMEOUT), publishing)));
        Map<String, Receipt> receipts = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>(warnings);
        CurfewException failure = new CurfewException("no backend took the signal");
        for (Map.Entry<String, CompletableFuture<Receipt>> entry : pending.entrySet()) {
            try {
                receipts.put(entry.getKey(), entry.getValue().join());
            } catch (CompletionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                failures.add("the backend " + entry.getKey() + " did not take the signal: "
                        + (cause instanceof CurfewException ? cause.getMessage() : cause.toString()));
                failure.addSuppressed(cause);
            }
        }
        receipts.values().stream()
                .map(Receipt::time)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(intake::brokerTold);
        if (receipts.isEmpty()) {
            throw new CurfewException(String.join("\n", failures), failure);
        }
        receipts.values().forEach(receipt -> failures.addAll(receipt.remarks()));
        return new Publication(signal, receipts, failures);
    }

    /**
     * Publishes a signal and follows it until all that are meant have answered; see {@link #track(Signal, int)}.
     *
     * @param signal what to publish
     * @return what becomes of it, to be closed
     * @throws CurfewException if no broker took it
     */
    public Tracking track(Signal signal) {
        return track(signal, 0);
    }

    /**
     * Publishes a signal and follows it: no report is missed, however soon it comes. Blocks until each broker has given
     * its word, some ten seconds at the most.
     *
     * @param signal what to publish
     * @param expect how many runs have to give their final report at the least before it counts as settled; 0 for as
     *     many as are meant
     * @return what becomes of it, to be closed
     * @throws CurfewException if no broker took it
     */
    public Tracking track(Signal signal, int expect) {
        listen();
        Map<String, Position> ends = new LinkedHashMap<>();
        transports.forEach((name, transport) -> {
            try {
                ends.put(name, transport.end(Topic.REPORTS));
            } catch (RuntimeException e) {
                // Without it, times decide who was there before; and whoever answers counts in any case.
                ends.remove(name);
            }
        });
        List<String> warnings = new ArrayList<>();
        Signal addressed = ReplyAddress.into(signal, transports, warnings);
        Tracking tracking = new Tracking(this, intake, addressed, expect, ends, clock.instant());
        intake.add(tracking);
        try {
            tracking.published(publish(addressed, transports, warnings));
            return tracking;
        } catch (RuntimeException e) {
            tracking.close();
            throw e;
        }
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
        listen();
        long began = System.nanoTime();
        Duration least = ask() ? hearingTime : Duration.ZERO;
        synchronized (intake) {
            for (Duration passed = Duration.ZERO;
                    (!isCaughtUp() || passed.compareTo(least) < 0) && passed.compareTo(patience()) < 0;
                    passed = Duration.ofNanos(System.nanoTime() - began)) {
                intake.wait(50);
            }
        }
        if (listeners.stream().noneMatch(ReportsListener::isCaughtUp)) {
            List<String> troubles = troubles();
            throw new CurfewException(
                    troubles.isEmpty()
                            ? "no backend gave all of its reports within " + Durations.text(CATCH_UP_TIMEOUT)
                            : String.join("\n", troubles));
        }
        if (intake.entries().stream().anyMatch(RosterEntry::lost)) {
            try {
                ask(transports);
                awaitAnswersOfLost();
            } catch (CurfewException e) {
                // Then they are told as they seem.
                return intake.entries();
            }
        }
        return intake.entries();
    }

    /** A sender's clock may be wrong: an answer tells, and so does the broker's time of the question. */
    private void awaitAnswersOfLost() throws InterruptedException {
        long end = System.nanoTime() + hearingTime.toNanos();
        synchronized (intake) {
            while (intake.entries().stream().anyMatch(RosterEntry::lost) && end - System.nanoTime() > 0) {
                intake.wait(50);
            }
        }
    }

    /**
     * Has every report on a signal told to a listener, those of other senders' signals too. It is called by the threads
     * that read, one call at a time, and holds them up: it has to be quick and must not throw.
     *
     * @param listener who is told; what was said shortly before may be told too
     */
    public void listen(Consumer<? super Report.OfSignal> listener) {
        intake.listen(listener);
        listen();
    }

    /**
     * Looks for what became of a signal that anybody published. Blocks while it asks each broker where to begin.
     *
     * @param signal its id, without its source
     * @param since how long ago it was published at the most; what the brokers no longer have is not found
     * @return what can be read, to be closed
     */
    public Recall recall(String signal, Duration since) {
        Intake own = new Intake(clock);
        List<ReportsListener> reading = new ArrayList<>();
        transports.forEach((name, transport) -> reading.add(new ReportsListener(name, transport, own, since)));
        return new Recall(signal, own, reading);
    }

    private Duration patience() {
        return listeners.stream().allMatch(listener -> listener.trouble() != null) ? TROUBLE_TIMEOUT : CATCH_UP_TIMEOUT;
    }

    /** Pings where nothing of what was said before can be read. */
    private boolean ask() {
        Map<String, Transport> forgetful = new LinkedHashMap<>();
        transports.forEach((name, transport) -> {
            if (!transport.capabilities().replaysRoster()) {
                forgetful.put(name, transport);
            }
        });
        if (!forgetful.isEmpty()) {
            ask(forgetful);
        }
        return !forgetful.isEmpty();
    }

    private void ask(Map<String, Transport> through) {
        Signal ping = Signal.create("/curfew/client", Action.PING, Selector.EVERYONE, Terms.DEFAULT, clock.instant());
        List<String> warnings = new ArrayList<>();
        publish(ReplyAddress.into(ping, through, warnings), through, warnings);
    }

    /**
     * Tells whom brokers show as listening, and who has not said a word to this client: after {@link #roster()}, those
     * that are there by their queue and do not answer. Blocks while brokers are asked.
     *
     * @return in the order of the backends; empty where no broker can show that
     * @throws CurfewException if a broker cannot be asked
     */
    public List<Sighting> silent() {
        List<Sighting> silent = new ArrayList<>();
        for (Transport transport : transports.values()) {
            List<Sighting> sightings = transport.sightings();
            synchronized (intake) {
                for (Sighting sighting : sightings) {
                    if (intake.roster().driver(sighting.driverId()) == null) {
                        silent.add(sighting);
                    }
                }
            }
        }
        return silent;
    }

    /**
     * Says why what became of another sender's signal cannot be read, and what has to be set for it.
     *
     * @return one sentence for each backend that keeps no reports; empty where all do
     */
    public List<String> needsOfReports() {
        List<String> needs = new ArrayList<>();
        transports.forEach((name, transport) -> {
            if (!transport.capabilities().replaysReports()) {
                String need = transport.needOfReports();
                needs.add("the backend " + name + " keeps no reports for others than the sender whom they answer"
                        + (need == null ? "" : ": " + need));
            }
        });
        return needs;
    }

    private void listen() {
        listeners.forEach(ReportsListener::start);
    }

    /**
     * Within which time whoever is there has answered.
     *
     * @return by the slowest of the backends
     */
    public Duration hearingTime() {
        return hearingTime;
    }

    /** How long it makes sense to wait for a signal's final reports. */
    Duration patience(Signal signal) {
        Terms terms = signal.terms();
        Duration drain =
                terms.mode() == Mode.NOW ? Duration.ZERO : Objects.requireNonNullElse(terms.deadline(), deadline);
        return drain.plus(AFTER_DEADLINE);
    }

    /**
     * What keeps reports from being read just now.
     *
     * @return one sentence for each backend that cannot be read; empty while all is well
     */
    public List<String> troubles() {
        return ReportsListener.troubles(listeners);
    }

    /** Whether at least one backend has told all that it had, and the others have too or are in trouble. */
    boolean isCaughtUp() {
        return listeners.stream().anyMatch(ReportsListener::isCaughtUp)
                && listeners.stream().allMatch(listener -> listener.isCaughtUp() || listener.trouble() != null);
    }

    /** Closes the backends; trackings learn nothing more. May be called twice. */
    @Override
    public void close() {
        publishing.shutdownNow();
        transports.values().forEach(Transport::close);
        listeners.forEach(ReportsListener::close);
    }
}
