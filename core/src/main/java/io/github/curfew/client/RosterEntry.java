package io.github.curfew.client;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.RunStatus;
import java.time.Instant;
import java.util.List;

/**
 * A run that said hello and not yet bye.
 *
 * @param status the run, as its driver last told
 * @param driver where it lives
 * @param lastHeard when the driver last said anything, by the broker's clock where it has one, else by the driver's
 * @param backends how the driver's links were when it last told
 * @param lost whether the driver has been silent for two of its beats: it has crashed, or cannot reach the broker
 */
public record RosterEntry(
        RunStatus status, DriverInfo driver, Instant lastHeard, List<BackendHealth> backends, boolean lost) {
    /**
     * Copies the list.
     *
     * @param status see {@link #status()}
     * @param driver see {@link #driver()}
     * @param lastHeard see {@link #lastHeard()}
     * @param backends see {@link #backends()}
     * @param lost see {@link #lost()}
     */
    public RosterEntry {
        backends = List.copyOf(backends);
    }
}
