package io.github.curfew.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as its driver sees it just now.
 *
 * @param run which run
 * @param state what it is doing
 * @param lastBatch the last batch that it committed, or null where that is not known
 * @param since since when it has been doing that, by the driver's clock; null where the driver does not say
 */
public record RunStatus(
        RunInfo run,
        RunState state,
        @Nullable Long lastBatch,
        @Nullable Instant since) {
    /**
     * Says nothing of the time since when.
     *
     * @param run which run
     * @param state what it is doing
     * @param lastBatch the last batch that it committed, or null where that is not known
     */
    public RunStatus(RunInfo run, RunState state, @Nullable Long lastBatch) {
        this(run, state, lastBatch, null);
    }
}
