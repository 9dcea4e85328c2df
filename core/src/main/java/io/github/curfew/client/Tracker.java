package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.client.Tracking.Wanted;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/** Publishes signals that are to be followed, and has what every tracking needs. Thread-safe. */
final class Tracker {
    /** What a final report needs at the most, after a deadline that is over: a cut, its proof, and the way back. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(30);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final Transports transports;
    private final Intake intake;
    private final Listening listening;
    private final Publisher publisher;
    private final Lookout lookout;
    private final Attendance attendance;
    private final Duration stopDeadline;
    private final Clock clock;

    /**
     * Makes one.
     *
     * @param attendance knows who is there, and how soon they answer
     * @param stopDeadline how long a drain may take where its signal does not say
     */
    Tracker(
            Transports transports,
            Intake intake,
            Listening listening,
            Publisher publisher,
            Attendance attendance,
            Duration stopDeadline,
            Clock clock) {
        this.transports = transports;
        this.intake = intake;
        this.listening = listening;
        this.publisher = publisher;
        this.lookout = new Lookout(intake);
        this.attendance = attendance;
        this.stopDeadline = stopDeadline;
        this.clock = clock;
    }

    /**
     * Publishes and follows.
     *
     * @throws CurfewException if no broker took it
     */
    Tracking track(Signal signal, Wanted wanted) {
        listening.start();
        // Without its end, times decide who was there before; and whoever answers counts in any case.
        Map<String, Position> ends = transports
                .ask(transports.all(), LONGEST_LOOK, (name, transport) -> transport.end(Topic.REPORTS))
                .given();
        List<String> warnings = new ArrayList<>();
        Signal addressed = ReplyAddress.into(signal, transports.all(), warnings);
        Muster muster = new Muster(addressed, ends, clock.instant(), hearingTime(), intake.roster());
        Tracking tracking = new Tracking(this, wanted, muster, attendance.isKnown());
        intake.add(tracking);
        try {
            tracking.published(publisher.publish(addressed, transports.all(), warnings));
            return tracking;
        } catch (RuntimeException e) {
            tracking.close();
            throw e;
        }
    }

    /** How long it makes sense to wait for a signal's final reports. */
    Duration patience(Signal signal) {
        Terms terms = signal.terms();
        Duration drain =
                terms.mode() == Mode.NOW ? Duration.ZERO : Objects.requireNonNullElse(terms.deadline(), stopDeadline);
        return drain.plus(AFTER_DEADLINE);
    }

    /** Whose monitor guards every tracking. */
    Intake intake() {
        return intake;
    }

    /** Where reports come from. */
    Listening listening() {
        return listening;
    }

    /** Who sees that a tracking's time has come. */
    Lookout lookout() {
        return lookout;
    }

    /** Where listeners are told and results are given. */
    Executor pool() {
        return transports.pool();
    }

    /** Within which time whoever is there has answered. */
    Duration hearingTime() {
        return attendance.hearingTime();
    }

    /** Gives no more results, and closes every tracking that is still open. */
    void close() {
        lookout.close();
        intake.close();
    }
}
