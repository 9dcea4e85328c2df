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
 * @param held what it waits for, while it is held before its first batch; else null
 */
public record RunStatus(
        RunInfo run,
        RunState state,
        @Nullable Long lastBatch,
        @Nullable Instant since,
        @Nullable Held held) {
    /**
     * One that is not held, without the time since when.
     *
     * @param run which run
     * @param state what it is doing
     * @param lastBatch the last batch that it committed, or null where that is not known
     */
    public RunStatus(RunInfo run, RunState state, @Nullable Long lastBatch) {
        this(run, state, lastBatch, null, null);
    }

    /**
     * One that is not held.
     *
     * @param run which run
     * @param state what it is doing
     * @param lastBatch the last batch that it committed, or null where that is not known
     * @param since since when it has been doing that, by the driver's clock; null where the driver does not say
     */
    public RunStatus(RunInfo run, RunState state, @Nullable Long lastBatch, @Nullable Instant since) {
        this(run, state, lastBatch, since, null);
    }
}
