package io.github.curfew.spark;

/**
 * What becomes of a managed lifecycle whose maintenance has failed, after its last retry. A stop that comes before the
 * last retry ends it as any stop does, since its streams are drained; its report tells of the failure.
 */
public enum OnFailure {
    /** It ends, and what the maintenance threw is thrown to whoever runs it. */
    END,
    /** It starts its streams again without the maintenance; the failure is reported and logged. */
    GO_ON
}
