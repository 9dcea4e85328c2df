package io.github.curfew.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What time it is on a broker, as far as its receipts tell: the driver's own clock is not asked, since it may be hours
 * away from the broker's. Between two looks only the length of time that passed here is added. Thread-safe.
 */
final class BrokerClock {
    private static final Duration STALE = Duration.ofMinutes(10);

    private @Nullable Instant time;
    private Duration at = Duration.ZERO;
    private Duration doubt = Duration.ZERO;

    /**
     * Takes in a receipt's time.
     *
     * @param brokerTime what the broker said
     * @param asked uptime before it was asked
     * @param answered uptime after it had answered
     */
    synchronized void look(Instant brokerTime, Duration asked, Duration answered) {
        Duration roundTrip = answered.minus(asked);
        boolean stale = answered.minus(at).compareTo(STALE) > 0;
        if (time == null || stale || roundTrip.compareTo(doubt) <= 0) {
            time = brokerTime;
            at = asked.plus(roundTrip.dividedBy(2));
            doubt = roundTrip;
        }
    }

    /**
     * Tells the time.
     *
     * @param uptime now
     * @return the broker's time now, or null while it never told
     */
    synchronized @Nullable Instant now(Duration uptime) {
        return time == null ? null : time.plus(uptime.minus(at));
    }
}
