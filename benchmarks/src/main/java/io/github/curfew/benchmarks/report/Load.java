package io.github.curfew.benchmarks.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How busy the machine was. Null where the kernel does not tell.
 *
 * @param before the average of the last minute, when it began
 * @param during the same, averaged over the whole measurement, its own part included
 * @param others how much of the cores, of a hundred, went to what was no part of the measurement
 */
public record Load(
        @Nullable Double before,
        @Nullable Double during,
        @Nullable Double others) {
    /** For the line below a table. */
    String text() {
        if (before == null || during == null) {
            return "load unknown";
        }
        String text = String.format(Locale.ROOT, "load %.1f before and %.1f meanwhile", before, during);
        return others == null ? text : text + String.format(Locale.ROOT, "; others took %.0f %% of the cores", others);
    }
}
