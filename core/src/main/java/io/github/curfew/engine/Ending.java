package io.github.curfew.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param proof what can be proven of it
 * @param lastBatch the last batch that it committed, or null where that is not known
 * @param detail one sentence more; may be empty
 */
public record Ending(Proof proof, @Nullable Long lastBatch, String detail) {
    /** What can be proven of an ending. */
    public enum Proof {
        /** It ended without an error, and the last batch that was begun is committed. */
        COMMITTED,
        /** It ended without an error, but a batch that was begun is not committed, or that cannot be told. */
        UNPROVEN,
        /** It ended with an error. */
        ERROR,
        /** It was cut by something else: the application ended under it. */
        CUT
    }
}
