package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The effects of bugs in a takeover, on one driver's way to one broker. */
final class TakeoverBugs {
    /** Longer than it takes until all is read. */
    private static final Duration BLIND = Duration.ofSeconds(4);

    private final Plant plant;
    private final Scheduler scheduler;
    /** Every claim of this driver's, as query and number. */
    private final Set<String> claims = new HashSet<>();

    private final Deque<Payload> echoes = new ArrayDeque<>();
    private Duration blindUntil = Duration.ZERO;
    private int count;

    TakeoverBugs(Plant plant, Scheduler scheduler) {
        this.plant = plant;
        this.scheduler = scheduler;
    }

    /** The driver has told the broker something. */
    void published(Outgoing message) {
        if (message.topic() != Topic.REPORTS || !(Codec.decodeReport(message.body()) instanceof Report.OfRoster own)) {
            return;
        }
        for (RunStatus status : own.runs()) {
            Held held = status.held();
            if (held != null
                    && held.claim() > 0
                    && claims.add("query.id=" + status.run().labels().get(Labels.QUERY_ID) + "/" + held.claim())
                    && plant == Plant.TAKEOVER_WITHOUT_READING_AGAIN) {
                echoes.add(message.body());
                blindUntil = scheduler.uptime().plus(BLIND);
            }
        }
    }

    /** What a reader of reports brings in the place of what there is; null if it has to look. */
    @Nullable Batch instead(Topic topic) {
        if (topic != Topic.REPORTS || scheduler.uptime().compareTo(blindUntil) >= 0) {
            return null;
        }
        Payload echo = echoes.poll();
        return echo == null
                ? Batch.EMPTY
                : Batch.of(List.of(new Delivery("echo-" + count++, null, echo, Map.of(), null)));
    }

    /** What it brings. */
    Delivery planted(Topic topic, Delivery delivery) {
        return switch (plant) {
            case TAKEOVER_BEFORE_THE_END -> topic == Topic.REPORTS ? asStopped(delivery) : delivery;
            case TAKEOVER_WITHOUT_TIE_BREAK, TAKEOVER_OBEYING_LATE_CLAIMS ->
                topic == Topic.SIGNALS ? asHigher(delivery) : delivery;
            default -> delivery;
        };
    }

    private static Delivery asStopped(Delivery delivery) {
        if (!(Codec.decodeReport(delivery.body()) instanceof Report.OfSignal word)
                || word.outcome() != Outcome.DRAINING) {
            return delivery;
        }
        return with(
                delivery,
                Codec.encode(new Report.OfSignal(
                        word.id(),
                        word.driverId(),
                        word.time(),
                        Outcome.STOPPED,
                        word.signal(),
                        word.action(),
                        word.run(),
                        word.matched(),
                        word.lastBatch(),
                        word.took(),
                        word.detail())));
    }

    private Delivery asHigher(Delivery delivery) {
        try {
            Signal signal =
                    Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("/planted", delivery.id()));
            Claim claim = Claim.of(signal.id());
            if (claim == null) {
                return delivery;
            }
            String query = signal.selector().toString().split(",", 2)[0];
            if (plant == Plant.TAKEOVER_WITHOUT_TIE_BREAK && !claims.contains(query + "/" + claim.number())) {
                return delivery;
            }
            // As if both numbers were not the same, or it were not known to come from a loser.
            String source = plant == Plant.TAKEOVER_WITHOUT_TIE_BREAK
                    ? new Claim(claim.runId(), claim.number() + 1).source()
                    : "/planted";
            SignalId id = new SignalId(source, signal.id().id());
            return with(
                    delivery,
                    Codec.encode(new Signal(id, signal.action(), signal.selector(), signal.terms(), signal.time())));
        } catch (MalformedException e) {
            return delivery;
        }
    }

    private static Delivery with(Delivery delivery, Payload body) {
        return new Delivery(delivery.id(), delivery.time(), body, delivery.attributes(), delivery.tag());
    }
}
