package io.github.curfew.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a managed lifecycle stops its stream for maintenance, and what becomes of maintenance that fails.
 *
 * @param every how long the stream runs between two rounds; null to wait for a signal
 * @param retries how often a round that failed is tried again
 * @param backoff how long to wait before the first retry; twice as long before each further one
 * @param goesOn whether the stream is started again after the last failure; else the lifecycle ends with it
 */
public record Maintenance(@Nullable Duration every, int retries, Duration backoff, boolean goesOn) {
    /** Checks the numbers. */
    public Maintenance {
        if (every != null && (every.isNegative() || every.isZero())) {
            throw new IllegalArgumentException("every " + every + " is no time at all: give a longer one");
        }
        if (retries < 0 || backoff.isNegative()) {
            throw new IllegalArgumentException(
                    "retries " + retries + " and backoff " + backoff + " must not be below zero");
        }
    }

    /** How long to wait after so many failures. */
    Duration pause(int failures) {
        return backoff.multipliedBy(1L << Math.min(failures - 1, 10));
    }
}
