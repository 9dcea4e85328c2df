package io.github.curfew.engine;

import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Signal;
import java.time.Duration;

/**
 * What a run is asked to do, by a signal that it obeys or by its own driver.
 *
 * @param signal which
 * @param matched by which label
 * @param since uptime at its receipt
 * @param deadline how long the drain may take
 * @param onTimeout and then
 */
record Request(Signal signal, String matched, Duration since, Duration deadline, OnTimeout onTimeout) {
    boolean isLate(Duration uptime) {
        return uptime.minus(since).compareTo(deadline) >= 0;
    }
}
