package io.github.curfew.engine;

import io.github.curfew.auth.Sealer;
import io.github.curfew.engine.Outbox.Letter;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes what is posted to the brokers. */
final class Letters {
    /** How long one attempt at telling a broker may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int RUNS_IN_A_PART = 100;
    private static final Duration KEEP_REPORT = Duration.ofDays(7);

    private final DriverInfo driver;
    private final Scheduler scheduler;
    private final Duration beat;
    private final Sealer reports;
    private final Sealer signals;
    private final Supplier<List<BackendHealth>> health;
    private final AtomicLong round = new AtomicLong();

    Letters(DriverInfo driver, Scheduler scheduler, EngineSettings settings, Supplier<List<BackendHealth>> health) {
        this.driver = driver;
        this.scheduler = scheduler;
        this.beat = settings.beat();
        this.reports = Sealer.ofReports(settings.auth(), settings.namespace());
        this.signals = Sealer.ofSignals(settings.auth(), settings.namespace());
        this.health = health;
    }

    /** A run began: makes it visible, and completes its fence on this backend. */
    Letter hello(Link link, WatchedRun run) {
        return new Letter() {
            @Override
            void send(Transport transport) {
                transport.announce(run.info());
                if (run.fence(link).isWithoutPosition()) {
                    run.fence(link).laterPosition(FencePosition.ask(transport, scheduler));
                }
                OfRoster hello = roster(Kind.HELLO, List.of(run.status()));
                Duration asked = scheduler.uptime();
                Receipt receipt =
                        transport.publish(outgoing(Outgoing.ROSTER, run.info().id(), hello, null), TIMEOUT);
                Duration answered = scheduler.uptime();
                if (receipt.time() != null) {
                    link.clock().look(receipt.time(), asked, answered);
                }
                run.fence(link).hello(receipt.time(), link.timeResolution(), asked, answered);
            }

            @Override
            boolean isExpendable() {
                return false;
            }

            @Override
            void givenUp(String cause) {
                run.fence(link).giveUpWaiting();
            }
        };
    }

    /** A run is no more. */
    Letter bye(RunStatus last) {
        return new Letter() {
            @Override
            void send(Transport transport) {
                transport.withdraw(last.run());
                OfRoster bye = roster(Kind.BYE, List.of(last));
                transport.publish(outgoing(Outgoing.ROSTER, last.run().id(), bye, null), TIMEOUT);
            }

            @Override
            boolean isExpendable() {
                return false;
            }
        };
    }

    /** These runs are there, told to one broker. */
    List<Letter> alive(
            Link link, Supplier<List<RunStatus>> runs, @Nullable SignalId answering, @Nullable String replyTo) {
        List<Letter> letters = new ArrayList<>();
        for (OfRoster alive : roster(runs, answering)) {
            String place = alive.part() == 1 ? driver.id() : driver.id() + "-" + alive.part();
            letters.add(publish(link, outgoing(Outgoing.ROSTER, place, alive, replyTo)));
        }
        return letters;
    }

    /**
     * These runs are there, in parts that no broker finds too large. They are asked for after the time is taken: a run whose
     * hello goes out meanwhile would else be taken to have ended since, for it is not among them.
     */
    List<OfRoster> roster(Supplier<List<RunStatus>> there, @Nullable SignalId answering) {
        long thisRound = round.incrementAndGet();
        Instant time = scheduler.now();
        List<RunStatus> runs = there.get();
        int parts = Math.max(1, (runs.size() + RUNS_IN_A_PART - 1) / RUNS_IN_A_PART);
        List<OfRoster> alives = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            List<RunStatus> some =
                    runs.subList((part - 1) * RUNS_IN_A_PART, Math.min(runs.size(), part * RUNS_IN_A_PART));
            alives.add(new OfRoster(
                    newId(), driver, time, Kind.ALIVE, some, health.get(), beat, thisRound, part, parts, answering));
        }
        return alives;
    }

    /** What became of a signal. */
    Outgoing outgoing(Report.OfSignal report, @Nullable String replyTo) {
        return outgoing(report.signal().id(), report.run().id(), report, replyTo);
    }

    /** What this driver asks of others: signed too, if it can, since others may obey nothing else. */
    Outgoing outgoing(Signal signal, Duration expiry) {
        Payload written = signals.seal(signal, expiry, scheduler.now());
        return new Outgoing(Topic.SIGNALS, "", signal.id().id(), written, null, expiry);
    }

    /** Any message, with a look at the broker's clock when it has been told. */
    Letter publish(Link link, Outgoing outgoing) {
        return new Letter() {
            @Override
            void send(Transport transport) {
                boolean unused = Letters.this.send(link, outgoing);
            }
        };
    }

    /** Tells whether it went anywhere. */
    boolean send(Link link, Outgoing outgoing) {
        Duration asked = scheduler.uptime();
        Receipt receipt = link.transport().publish(outgoing, TIMEOUT);
        if (receipt.time() != null) {
            link.clock().look(receipt.time(), asked, scheduler.uptime());
        }
        return receipt.isKept();
    }

    private OfRoster roster(Kind kind, List<RunStatus> runs) {
        return new OfRoster(newId(), driver, scheduler.now(), kind, runs, health.get(), beat, 0, 1, 1, null);
    }

    private Outgoing outgoing(String group, String name, Report report, @Nullable String replyTo) {
        return new Outgoing(Topic.REPORTS, group, name, written(report), replyTo, KEEP_REPORT);
    }

    /** As it goes out: signed, if this driver signs. */
    Payload written(Report report) {
        return reports.seal(report, KEEP_REPORT, scheduler.now());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
