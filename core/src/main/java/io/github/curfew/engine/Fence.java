package io.github.curfew.engine;

import io.github.curfew.model.Signal;
import io.github.curfew.spi.Position.Order;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run from signals that were published before it started, on one backend. Best is the broker's position, read
 * before the run started. Where the broker was out of reach then, a later position tells what is new for certain, and
 * for the rest the broker's time will do: the time at which it took the run's hello, less the time that had passed here
 * since the start. Only where it tells no time does the sender's clock count. Thread-safe.
 */
final class Fence {
    /** Two clocks that both tick, one of them faster by one part in so many. */
    private static final long DRIFT = 2_000;

    private final Instant started;
    private final Duration startedUptime;
    private boolean positionAsked;
    private boolean helloSaid;
    private @Nullable FencePosition position;
    private @Nullable FencePosition laterPosition;
    private @Nullable Instant earliestStart;
    private @Nullable Instant latestStart;

    /** What a fence says of a signal. */
    enum Verdict {
        /** It was published after the run started. */
        NEW,
        /** It was published before the run started. */
        STALE,
        /** That cannot be told. */
        UNKNOWN,
        /** That cannot be told yet. */
        PENDING
    }

    /**
     * Begins a fence.
     *
     * @param started the run's start by the driver's clock
     * @param startedUptime and by its uptime
     */
    Fence(Instant started, Duration startedUptime) {
        this.started = started;
        this.startedUptime = startedUptime;
    }

    /** The broker's position, or null because it was out of reach. Only the first word counts. */
    synchronized void position(@Nullable FencePosition read) {
        if (!positionAsked) {
            positionAsked = true;
            position = read;
        }
    }

    /** Whether there is no position from before the run's start, and none will come. */
    synchronized boolean isWithoutPosition() {
        return positionAsked && position == null;
    }

    /**
     * A position that was read after the run's start: what comes after it is new, and of what lies before it this says
     * nothing. Only the first counts, after which the most is new.
     */
    synchronized void laterPosition(FencePosition read) {
        laterPosition = laterPosition == null ? read : laterPosition;
    }

    /**
     * The broker has the run's hello.
     *
     * @param time when it took it, by its own clock, or null where it tells none
     * @param resolution how coarse that is
     * @param asked uptime before it was sent
     * @param answered uptime after the receipt had come
     */
    synchronized void hello(@Nullable Instant time, @Nullable Duration resolution, Duration asked, Duration answered) {
        if (earliestStart != null) {
            return;
        }
        helloSaid = true;
        if (time != null && resolution != null) {
            Duration shortest = asked.minus(startedUptime);
            Duration longest = answered.minus(startedUptime);
            Duration drift = longest.dividedBy(DRIFT);
            earliestStart = time.minus(longest).minus(drift);
            latestStart = time.plus(resolution).minus(shortest).plus(drift);
        }
    }

    /** Neither position nor hello will come; what is there must do. */
    synchronized void giveUpWaiting() {
        positionAsked = true;
        helloSaid = true;
    }

    /**
     * Judges a signal.
     *
     * @param arrival as it came
     * @param signal what it says
     * @param resolution how coarse the broker's times are, or null where it tells none
     * @param patient whether it can wait for what is still to come; if not, it is judged by what is known
     * @return how it lies to the run's start
     */
    synchronized Verdict verdict(Arrival arrival, Signal signal, @Nullable Duration resolution, boolean patient) {
        if (!positionAsked && patient) {
            return Verdict.PENDING;
        }
        if (position != null) {
            Order order = position.order(arrival);
            if (order != Order.UNKNOWN) {
                return order == Order.BEFORE ? Verdict.STALE : Verdict.NEW;
            }
        }
        if (!helloSaid && patient) {
            return Verdict.PENDING;
        }
        if (laterPosition != null && laterPosition.order(arrival) == Order.AFTER) {
            return Verdict.NEW;
        }
        Instant published = arrival.delivery().time();
        if (published != null && resolution != null) {
            if (earliestStart != null && latestStart != null) {
                return byBrokerTime(published, resolution, earliestStart, latestStart);
            }
        }
        if (signal.time() == null) {
            return Verdict.UNKNOWN;
        }
        return signal.time().isAfter(started) ? Verdict.NEW : Verdict.STALE;
    }

    private static Verdict byBrokerTime(Instant published, Duration resolution, Instant earliest, Instant latest) {
        if (published.plus(resolution).compareTo(earliest) <= 0) {
            return Verdict.STALE;
        }
        return published.compareTo(latest) >= 0 ? Verdict.NEW : Verdict.UNKNOWN;
    }
}
