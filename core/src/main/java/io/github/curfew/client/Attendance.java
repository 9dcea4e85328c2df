package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who is there: from what drivers have said, by asking them, and by what brokers show. Thread-safe. */
final class Attendance {
    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    /** A link may come up a little late; one that stays down is said to be so. */
    private static final Duration TROUBLE_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final Transports transports;
    private final Listening listening;
    private final Intake intake;
    private final Publisher publisher;
    private final Duration hearingTime;
    private final Clock clock;

    /** Drivers that were lost when they were asked; the intake's monitor guards it. */
    private final Set<String> askedInVain = new HashSet<>();

    private long askedAt = System.nanoTime() - AGAIN.toNanos();
    private long knownAt = askedAt;

    Attendance(
            Transports transports,
            Listening listening,
            Intake intake,
            Publisher publisher,
            Duration hearingTime,
            Clock clock) {
        this.transports = transports;
        this.listening = listening;
        this.intake = intake;
        this.publisher = publisher;
        this.hearingTime = hearingTime;
        this.clock = clock;
    }

    /** Every run that said hello and not yet bye; see {@link CurfewClient#roster()}. */
    List<RosterEntry> roster() throws InterruptedException {
        listening.start();
        long asking = System.nanoTime();
        awaitCaughtUp(askTheForgetful() ? hearingTime : Duration.ZERO);
        if (!listening.isAnyCaughtUp()) {
            List<String> troubles = listening.troubles();
            throw new CurfewException(
                    troubles.isEmpty() ? "no backend has given all of its reports" : String.join("\n", troubles));
        }
        synchronized (this) {
            knownAt = asking;
        }
        askTheLost();
        return intake.entries();
    }

    /** Within which time whoever is there has answered. */
    Duration hearingTime() {
        return hearingTime;
    }

    /** Whether whoever is there is known: by what brokers keep, or because all were asked just now. */
    boolean isKnown() {
        synchronized (this) {
            return forgetful().isEmpty() || System.nanoTime() - knownAt < AGAIN.toNanos();
        }
    }

    /** Who is there as far as it is known; whom only asking can find is asked in the background, now and then. */
    List<RosterEntry> known() {
        listening.start();
        long now = System.nanoTime();
        synchronized (this) {
            if (now - askedAt < AGAIN.toNanos()) {
                return intake.entries();
            }
            askedAt = now;
        }
        transports.pool().execute(() -> {
            try {
                boolean unused = askTheForgetful();
            } catch (CurfewException e) {
                LOG.debug("Nobody can be asked just now who is there", e);
            }
        });
        return intake.entries();
    }

    /** Whoever has been silent for long is asked, once: a sender's clock may be wrong, and an answer tells. */
    private void askTheLost() throws InterruptedException {
        synchronized (intake) {
            Set<String> lost = intake.lost();
            askedInVain.retainAll(lost);
            if (!askedInVain.addAll(lost)) {
                return;
            }
        }
        try {
            Publication question = ask(transports.all());
            // The broker's own time of the question tells too; then the answer only has to travel.
            boolean timed = question.receipts().values().stream().anyMatch(receipt -> receipt.time() != null);
            awaitAnswersOfLost(timed && ROUND_TRIP.compareTo(hearingTime) < 0 ? ROUND_TRIP : hearingTime);
        } catch (CurfewException e) {
            LOG.debug("Who is silent cannot be asked just now, and is told as it seems", e);
        }
    }

    private void awaitCaughtUp(Duration least) throws InterruptedException {
        long began = System.nanoTime();
        synchronized (intake) {
            for (Duration passed = Duration.ZERO;
                    (!listening.isCaughtUp() || passed.compareTo(least) < 0) && passed.compareTo(patience()) < 0;
                    passed = Duration.ofNanos(System.nanoTime() - began)) {
                intake.wait(50);
            }
        }
    }

    private Duration patience() {
        return listening.isAllInTrouble() ? TROUBLE_TIMEOUT : Listening.CATCH_UP;
    }

    private void awaitAnswersOfLost(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (intake) {
            while (!intake.lost().isEmpty() && end - System.nanoTime() > 0) {
                intake.wait(50);
            }
        }
    }

    /** Pings where nothing of what was said before can be read. */
    private boolean askTheForgetful() {
        Map<String, Transport> forgetful = forgetful();
        if (!forgetful.isEmpty()) {
            var unused = ask(forgetful);
            synchronized (this) {
                askedAt = System.nanoTime();
            }
        }
        return !forgetful.isEmpty();
    }

    private Map<String, Transport> forgetful() {
        Map<String, Transport> forgetful = new LinkedHashMap<>();
        transports.all().forEach((name, transport) -> {
            if (!transport.capabilities().replaysRoster()) {
                forgetful.put(name, transport);
            }
        });
        return forgetful;
    }

    private Publication ask(Map<String, Transport> through) {
        Signal ping = Signal.create("/curfew/client", Action.PING, Selector.EVERYONE, Terms.DEFAULT, clock.instant());
        List<String> warnings = new ArrayList<>();
        return publisher.publish(ReplyAddress.into(ping, through, warnings), through, warnings);
    }

    /** Whom brokers show as listening, and who has not said a word; see {@link CurfewClient#silent()}. */
    List<Sighting> silent() {
        Transports.Answers<List<Sighting>> answers =
                transports.ask(transports.all(), LONGEST_LOOK, (name, transport) -> transport.sightings());
        if (!answers.failures().isEmpty()) {
            List<String> failures = new ArrayList<>();
            answers.failures()
                    .forEach((name, cause) -> failures.add(
                            "the backend " + name + " cannot tell who listens: " + Transports.sentence(cause)));
            throw new CurfewException(String.join("\n", failures));
        }
        List<Sighting> silent = new ArrayList<>();
        synchronized (intake) {
            answers.given()
                    .values()
                    .forEach(sightings -> sightings.stream()
                            .filter(sighting -> intake.roster().driver(sighting.driverId()) == null)
                            .forEach(silent::add));
        }
        return silent;
    }
}
