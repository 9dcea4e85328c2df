package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports where a held run looks who has its query: whatever they tell, it can say for whom it waits. */
public final class LineTarget {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration UPTIME = Duration.ofMinutes(1);
    private static final String QUERY = "q";

    private LineTarget() {}

    /** One input: the first byte says whether times are told and what is believed; reports follow, as for a sender. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String[] reports = new String(data, 1, data.length - 1, StandardCharsets.UTF_8).split("\n--\n", -1);
        Guard.read(problem -> false, () -> look(data[0], reports));
    }

    private static void look(int told, String[] reports) {
        Instant now = (told & 1) == 0 ? null : NOW;
        Line line = new Line();
        line.hold(QUERY);
        for (int at = 0; at < reports.length; at++) {
            try {
                Report report = Codec.decodeReport(Payload.utf8(reports[at]));
                if ((told & 2) != 0 && (told & 4) == 0 == (at % 2 == 0)) {
                    line.doubt(report, "it carries no signature", now);
                } else {
                    line.take(new Heard(report, now, now), UPTIME);
                }
            } catch (MalformedException e) {
                // Passed over there, too.
            }
        }
        List<Member> others = line.others(QUERY, "own", now, UPTIME);
        others.forEach(member -> {
            Guard.sentence(member.name());
            Guard.sentence(member.word());
        });
        boolean unused = line.queriesBeside(others).isEmpty() && line.highestClaim(QUERY) == 0;
    }
}
