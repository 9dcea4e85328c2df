package io.github.curfew.model;

import org.jspecify.annotations.Nullable;

/**
 * A run as its driver sees it just now.
 *
 * @param run which run
 * @param state what it is doing
 * @param lastBatch the last batch that it committed, or null where that is not known
 */
public record RunStatus(
        RunInfo run, RunState state, @Nullable Long lastBatch) {}
