package io.github.curfew.chaos;

import io.github.curfew.model.Report;
import java.time.Instant;

/**
 * A report of a signal as a driver gave it to its backend.
 *
 * @param report what it says
 * @param at when that was over
 * @param kept whether the server said that it has it
 */
record Said(Report.OfSignal report, Instant at, boolean kept) {
    String signal() {
        return report.signal().id();
    }

    String run() {
        return report.run().id();
    }
}
