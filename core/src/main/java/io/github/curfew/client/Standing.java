package io.github.curfew.client;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How one run stands to a signal.
 *
 * @param run the run: one that the signal's selector matches, or that answered
 * @param driver where it lives; null as long as nothing but its reports is known
 * @param report the last that it said of the signal; null while it is silent
 * @param presence whether its driver is still to be counted on
 */
public record Standing(RunInfo run, @Nullable DriverInfo driver, Report.@Nullable OfSignal report, Presence presence) {
    /** By the names that people know, in an order that is the same every time. */
    static final Comparator<Standing> BY_NAME = Comparator.comparing(
                    (Standing standing) -> standing.run().displayName())
            .thenComparing(standing -> standing.run().id());

    /** Whether a run is there. */
    public enum Presence {
        /** It said hello, or answered, and its driver beats. */
        HERE,
        /** It said bye. */
        GONE,
        /** Its driver has been silent for two beats. */
        LOST
    }

    /**
     * Whether nothing more is to come of it.
     *
     * @return true once its report is final
     */
    public boolean isFinal() {
        return report != null && report.outcome().isFinal();
    }
}
