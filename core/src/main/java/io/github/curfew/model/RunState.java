package io.github.curfew.model;

import java.util.Locale;

/** What a run is doing. */
public enum RunState {
    /** It processes, or waits for data. */
    RUNNING,
    /** It finishes the batch in flight, and will then end. */
    DRAINING,
    /** It is being cut. */
    FORCING,
    /** A managed lifecycle whose stream does not run: between a pause and a resume, or during its maintenance. */
    PAUSED,
    /** A new version that waits for its predecessor before its first batch. */
    HELD,
    /** It is no more. */
    ENDED;

    /**
     * The word for it on the wire and in tables.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
