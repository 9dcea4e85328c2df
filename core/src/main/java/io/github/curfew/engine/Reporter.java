package io.github.curfew.engine;

import io.github.curfew.model.Outcome;
import org.jspecify.annotations.Nullable;

/** To whom a ladder tells what happens. */
interface Reporter {
    /** One word on a signal for a run. Does not block. */
    void report(Run run, Request request, Outcome outcome, @Nullable Long lastBatch, String detail);

    /** The run is no more; asked is whether a signal had asked for it. Does not block. */
    void ended(Run run, Ending ending, boolean asked);
}
