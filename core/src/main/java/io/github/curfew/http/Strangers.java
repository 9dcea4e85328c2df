package io.github.curfew.http;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts those that show no token, or another one, and tells of them in one line a minute at most. Used by one thread. */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final LongSupplier clock;
    private long count;
    private long told;
    private long toldAt;

    /**
     * Begins with none.
     *
     * @param clock nanoseconds, such as {@link System#nanoTime}
     */
    Strangers(LongSupplier clock) {
        this.clock = clock;
    }

    /** Takes note of one. */
    void note(SocketAddress from) {
        count++;
        long now = clock.getAsLong();
        if (told > 0 && now - toldAt < QUIET.toNanos()) {
            return;
        }
        LOG.warn(
                "{} refused at the http door without the token of curfew.http.token, the last of {} since it opened from {}:"
                        + " if that is none of yours, see who can reach this port",
                count - told == 1 ? "A request was" : count - told + " requests were",
                count,
                from);
        told = count;
        toldAt = now;
    }
}
