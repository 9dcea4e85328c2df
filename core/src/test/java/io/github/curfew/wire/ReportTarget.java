package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import java.time.Duration;
import java.time.Instant;

/** Reports, which anybody can write to a broker too. */
public final class ReportTarget {
    private ReportTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        Guard.read(MalformedException.class::isInstance, () -> {
            Report report = Codec.decodeReport(Payload.of(data));
            Payload written = Codec.encode(report);
            Guard.shown(written.text());
            if (written.text().indexOf('\n') >= 0) {
                throw new AssertionError("a report on several lines");
            }
            Guard.sentence(Durations.text(Duration.between(report.time(), Instant.EPOCH)));
            if (report instanceof Report.OfSignal ofSignal) {
                Guard.sentence(ofSignal.run().displayName());
                Guard.sentence(Durations.text(ofSignal.took()));
            } else if (report instanceof Report.OfRoster roster) {
                roster.runs().forEach(status -> Guard.sentence(status.run().displayName()));
            }
            Codec.decodeReport(written);
        });
    }
}
