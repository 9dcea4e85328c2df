package io.github.curfew.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish. Immutable; any text may be its group and name, of any length, so whoever makes a path or a key of
 * them encodes them. A log appends it. A store with places (files, items) puts it at {@code group}/{@code name}, where
 * a later one of the same place takes the earlier one's: the latest word for a signal and a run is what counts.
 *
 * @param topic which kind
 * @param group for a signal empty; for a report the signal's id, or {@link #ROSTER}
 * @param name for a signal its id; for a report the run's id, or the driver's
 * @param body the message
 * @param replyTo where a sender asked for its reports, on a backend that addresses them; else null
 * @param keep how long it is of use; a transport that can lets the broker remove it afterwards
 */
public record Outgoing(
        Topic topic,
        String group,
        String name,
        Payload body,
        @Nullable String replyTo,
        Duration keep) {
    /** The group of what tells which runs there are. */
    public static final String ROSTER = "roster";
}
