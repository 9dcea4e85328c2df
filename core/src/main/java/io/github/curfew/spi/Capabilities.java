package io.github.curfew.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transport can do.
 *
 * @param replaysSignals whether a reader opened later can be given signals that were published before
 * @param replaysReports the same of reports; where not, a roster is made by asking
 * @param timeResolution how coarse the broker's times are ({@link Receipt#time()}, {@link Delivery#time()}); null where
 *     the broker tells none
 * @param largestMessage the most bytes that one message can have
 */
public record Capabilities(
        boolean replaysSignals,
        boolean replaysReports,
        @Nullable Duration timeResolution,
        int largestMessage) {}
