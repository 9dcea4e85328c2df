package io.github.curfew.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a signal wants to be carried out.
 *
 * @param mode on which rung a stop begins
 * @param deadline how long a drain may take, or null for the driver's own {@code stop.deadline}
 * @param onTimeout what happens after the deadline, or null for the driver's own {@code stop.on-timeout}
 * @param expiry how long the signal counts, from the broker's time, else from receipt; null for the driver's own
 *     {@code signal.expiry}
 * @param reason why, for people; may be empty
 * @param replyTo where reports should also go, on a backend that can address them (an SQS queue's name), or null
 */
public record Terms(
        Mode mode,
        @Nullable Duration deadline,
        @Nullable OnTimeout onTimeout,
        @Nullable Duration expiry,
        String reason,
        @Nullable String replyTo) {
    /** Graceful, with the driver's own deadline and expiry. */
    public static final Terms DEFAULT = new Terms(Mode.GRACEFUL, null, null, null, "", null);

    /**
     * The same, answered elsewhere.
     *
     * @param address where reports should also go
     * @return terms that differ in that alone
     */
    public Terms answeredTo(String address) {
        return new Terms(mode, deadline, onTimeout, expiry, reason, address);
    }

    /**
     * The same, with an expiry.
     *
     * @param length how long the signal counts
     * @return new terms
     */
    public Terms expiringAfter(Duration length) {
        return new Terms(mode, deadline, onTimeout, length, reason, replyTo);
    }
}
