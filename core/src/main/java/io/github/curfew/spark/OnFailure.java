package io.github.curfew.spark;

/** What becomes of a managed lifecycle whose maintenance has failed, after its last retry. */
public enum OnFailure {
    /** It ends, and what the maintenance threw is thrown to whoever runs it. */
    END,
    /** It starts its streams again without the maintenance; the failure is reported and logged. */
    GO_ON
}
