package io.github.curfew.engine;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run in the {@link Line}, as it was told of. It has ended only when its driver says so: silence proves nothing. Not
 * thread-safe.
 */
final class Member {
    /** What a run has that its driver left alive, because its application ends. */
    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final String runId;
    private @Nullable RunStatus status;
    private @Nullable DriverInfo driver;
    private @Nullable Instant told;
    private @Nullable Instant heard;
    private @Nullable Instant going;
    private Duration beat = Duration.ZERO;
    private @Nullable Outcome last;
    private String detail = "";
    private @Nullable Long batch;
    private boolean gone;
    /** Why nothing that is known of it is proven; null of one that is proven. */
    private @Nullable String doubt;

    private @Nullable Duration leftAlive;

    Member(String runId) {
        this.runId = runId;
    }

    /**
     * Takes in what its driver says of all its runs.
     *
     * @param its what it says of this one
     * @param word when that came, and was said
     * @param uptime now
     */
    void take(Report.OfRoster roster, RunStatus its, Heard word, Duration uptime) {
        driver = roster.driver();
        beat = roster.beat();
        hear(word.arrived());
        if (roster.kind() == Report.OfRoster.Kind.BYE && its.state() == RunState.RUNNING) {
            // Its application goes on with it, without Curfew: nobody will tell its end.
            detail = "it is no longer under curfew";
        } else if (roster.kind() == Report.OfRoster.Kind.BYE || its.state() == RunState.ENDED) {
            gone = true;
            if (its.state() == RunState.FORCING && leftAlive == null) {
                leftAlive = uptime;
            }
        }
        if (told == null || !told.isAfter(roster.time())) {
            told = roster.time();
            status = its;
        }
        boolean goes = its.state() != RunState.HELD && its.state() != RunState.ENDED;
        Instant said = word.said();
        if (goes && said != null && (going == null || said.isBefore(going))) {
            going = said;
        }
    }

    /** Takes in what it says on a signal. */
    void take(Report.OfSignal word, @Nullable Instant at) {
        hear(at);
        if (status == null) {
            status = new RunStatus(word.run(), RunState.RUNNING, word.lastBatch());
        }
        if (!word.outcome().isFinal() || word.outcome() == Outcome.REFUSED || word.outcome() == Outcome.RESUMED) {
            return;
        }
        last = word.outcome();
        batch = word.lastBatch();
        detail = word.detail();
        // A cut or failed one is gone only with its bye: it may have ignored its interrupt, and still run.
        if (word.outcome() == Outcome.STOPPED || word.outcome() == Outcome.ENDED) {
            gone = true;
        }
    }

    /**
     * Takes in that it may be there, by a report that does not count, of one of which nothing is proven. Its end is not
     * believed, nor that it is held. Of all that it says no more is kept than is told, for anybody may write any amount.
     *
     * @param roster what came, if it tells of a driver
     */
    void doubt(RunInfo run, Report.@Nullable OfRoster roster, String why, @Nullable Instant at) {
        doubt = doubt == null ? why : doubt;
        RunInfo known = new RunInfo(runId, run.started(), Labels.of(Map.of()));
        status = new RunStatus(known, RunState.RUNNING, null);
        if (roster != null) {
            DriverInfo its = roster.driver();
            driver = new DriverInfo(
                    Quoted.plain(its.id()),
                    Quoted.plain(its.appId()),
                    Quoted.plain(its.appName()),
                    "",
                    "",
                    "",
                    its.started());
            beat = beat.compareTo(roster.beat()) > 0 ? beat : roster.beat();
        }
        hear(at);
    }

    private void hear(@Nullable Instant at) {
        if (at != null && (heard == null || at.isAfter(heard))) {
            heard = at;
        }
    }

    String runId() {
        return runId;
    }

    @Nullable String driverId() {
        return driver == null ? null : driver.id();
    }

    /** Its query, as far as it was told. */
    @Nullable String queryId() {
        return status == null ? null : status.run().labels().get(Labels.QUERY_ID);
    }

    boolean isOf(String queryId) {
        return queryId.equals(queryId());
    }

    boolean isHeld() {
        return status != null && status.state() == RunState.HELD;
    }

    @Nullable Held held() {
        return status == null ? null : status.held();
    }

    /** Whether its end was told. */
    boolean isGone() {
        return gone;
    }

    /** Whether nobody has to wait for it; one that its driver left alive has a moment. */
    boolean isOver(Duration uptime) {
        Duration left = leftAlive;
        return gone && (left == null || uptime.minus(left).compareTo(LEAVING) >= 0);
    }

    /** Whether it has been silent for two beats, by the broker's clock. */
    boolean isSilent(Instant now) {
        return heard != null
                && status != null
                && heard.plus(beat.multipliedBy(2)).isBefore(now);
    }

    /** Whether it has begun to process after the last word of another one, in another driver. */
    boolean succeeds(Member other) {
        return !Objects.equals(driverId(), other.driverId())
                && going != null
                && other.heard != null
                && going.isAfter(other.heard);
    }

    /** Who it is, for people. */
    String name() {
        DriverInfo its = driver;
        String run = "run " + Quoted.plain(runId);
        String name =
                its == null ? run : Quoted.plain(its.appName()) + " (" + Quoted.plain(its.appId()) + ", " + run + ")";
        if (doubt != null) {
            return name + ", whose reports do not count, so that its end cannot be proven (" + Quoted.sentence(doubt)
                    + ")";
        }
        return last == null && !detail.isEmpty() ? name + ", of which " + detail : name;
    }

    /** How it ended, as far as it was told. */
    String word() {
        Outcome word = last;
        if (word == null) {
            return name() + " has ended";
        }
        return name() + " " + word.word() + (batch == null ? "" : " after batch " + batch)
                + (detail.isEmpty() ? "" : ": " + Quoted.sentence(detail));
    }

    /** Whether it ended well, as far as it was told. */
    boolean endedWell() {
        return last == null || last.isAsAsked();
    }
}
