package io.github.curfew.model;

/** On which rung of the ladder a stop begins. */
public enum Mode {
    /** Finish and commit the batch in flight first, within the deadline. */
    GRACEFUL,
    /** Cut the batch in flight at once. */
    NOW
}
