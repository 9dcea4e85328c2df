package io.github.curfew.client;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Action;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Receipt;
import io.github.curfew.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Reports where a sender counts who is there and who has answered: whatever times they tell, it goes on counting. */
public final class MusterTarget {
    private static final String BACKEND = "test";
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final SignalId SIGNAL = new SignalId("/o", "1");

    private MusterTarget() {}

    /** One input: the first byte says what the broker tells; reports follow, apart by a line of two dashes. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String[] reports = new String(data, 1, data.length - 1, StandardCharsets.UTF_8).split("\n--\n", -1);
        Guard.read(problem -> false, () -> count(data[0], reports));
    }

    private static void count(int told, String[] reports) {
        Instant taken = (told & 1) == 0 ? null : NOW.plusMillis(5);
        Position.Order order = switch (told >> 1 & 3) {
            case 0 -> Position.Order.BEFORE;
            case 1 -> Position.Order.AFTER;
            default -> Position.Order.UNKNOWN;
        };
        Signal signal = new Signal(SIGNAL, Action.STOP, Selector.EVERYONE, Terms.DEFAULT, NOW);
        Intake intake = new Intake(
                new Admission(AuthSettings.NONE, "default"), Duration.ofHours(1), Clock.fixed(NOW, ZoneOffset.UTC));
        Muster muster =
                new Muster(signal, Map.of(BACKEND, delivery -> order), NOW, Duration.ofSeconds(1), intake.roster());
        muster.published(Map.of(BACKEND, new Receipt("0", taken)));
        for (int at = 0; at < reports.length; at++) {
            Delivery delivery = new Delivery("" + at, taken, Payload.utf8(reports[at]), Map.of(), null);
            // As a tracking does, which needs threads and brokers.
            sight(muster, delivery);
            intake.deliver(BACKEND, delivery);
        }
        List<RosterEntry> entries = intake.entries();
        boolean unused = intake.lost().isEmpty();
        muster.standings(entries).forEach(standing -> {
            boolean open = muster.isOpen(standing);
            if (open && standing.isFinal()) {
                throw new AssertionError("final, and waited for: " + standing);
            }
        });
        muster.begin(entries);
        if (muster.isInDoubt()) {
            unused = muster.later().isEmpty();
        }
    }

    private static void sight(Muster muster, Delivery delivery) {
        try {
            Report report = Codec.decodeReport(delivery.body());
            if (report instanceof Report.OfRoster roster) {
                muster.sight(BACKEND, delivery, roster);
            } else if (report instanceof Report.OfSignal word) {
                boolean unused = muster.take(word);
            }
        } catch (MalformedException e) {
            // Passed over there, too.
        }
    }
}
