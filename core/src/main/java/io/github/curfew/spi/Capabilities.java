package io.github.curfew.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transport can do, and core goes by it instead of asking which backend this is. Immutable. What is claimed here is
 * what the testkit's contract looks at. A takeover by a new version needs a backend that replays signals, reports and roster.
 *
 * @param replaysSignals whether a reader opened later can be given signals that were published before
 * @param replaysReports the same of reports on a signal
 * @param timeResolution how coarse the broker's times are ({@link Receipt#time()}, {@link Delivery#time()}); null where
 *     the broker tells none
 * @param largestMessage the most bytes that one message can have, at most {@link #LARGEST_MESSAGE}
 * @param replaysRoster the same of what drivers say of themselves; where not, a roster is made by asking
 * @param takesAway whether a signal that this driver is given reaches no other one, because they would share a queue:
 *     core then warns of those that are meant for nobody here
 */
public record Capabilities(
        boolean replaysSignals,
        boolean replaysReports,
        @Nullable Duration timeResolution,
        int largestMessage,
        boolean replaysRoster,
        boolean takesAway) {
    /** The most bytes that core takes for a message, on whatever backend: a transport may take less, and never more. */
    public static final int LARGEST_MESSAGE = 256 * 1024;

    /**
     * Describes what most transports are: each driver is given every signal, and a roster is read as reports are.
     *
     * @param replaysSignals whether signals that were published before can be read
     * @param replaysReports whether reports that were published before can be read, and the roster with them
     * @param timeResolution how coarse the broker's times are, or null
     * @param largestMessage the most bytes that one message can have, at most {@link #LARGEST_MESSAGE}
     */
    public Capabilities(
            boolean replaysSignals, boolean replaysReports, @Nullable Duration timeResolution, int largestMessage) {
        this(replaysSignals, replaysReports, timeResolution, largestMessage, replaysReports, false);
    }
}
