package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * All lanes, message by message, so that each finds the machine as the other does: a lane that had it for itself for a
 * while would be quicker by that alone. Each time in another order, since a lane also finds what the one before it left:
 * caches, and whatever it still does.
 */
final class Race {
    /** A lane's, to send one message. */
    private interface Turn {
        void take(boolean counts) throws Exception;
    }

    private final Random order = new Random(1);
    private final String title;
    private final int warmUp;
    private final int rounds;
    private final int each;
    private final Duration silence;
    private final Samples raw = new Samples();
    private final Map<String, Samples> others = new TreeMap<>();
    private final Samples given = new Samples();
    private final Samples made = new Samples();
    private final Samples asked = new Samples();

    /**
     * @param title what the rhythm is
     * @param warmUp how many rounds do not count
     * @param rounds how many do
     * @param each how many messages each lane has in a round
     * @param silence of a lane before each of its messages
     */
    Race(String title, int warmUp, int rounds, int each, Duration silence) {
        this.title = title;
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.each = each;
        this.silence = silence;
    }

    void run(RawLane rawLane, Map<String, RawLane> otherLanes, CurfewLane curfewLane) throws Exception {
        otherLanes.keySet().forEach(title -> others.put(title, new Samples()));
        List<Turn> turns = new ArrayList<>();
        turns.add(counts -> raw(rawLane, raw, counts));
        others.forEach((title, samples) ->
                turns.add(counts -> raw(Objects.requireNonNull(otherLanes.get(title)), samples, counts)));
        turns.add(counts -> curfew(curfewLane, counts));
        for (int round = 0; round < warmUp + rounds; round++) {
            boolean counts = round >= warmUp;
            curfewLane.prepare(each);
            for (int i = 0; i < each; i++) {
                Collections.shuffle(turns, order);
                for (Turn turn : turns) {
                    turn.take(counts);
                }
            }
        }
    }

    private void curfew(CurfewLane lane, boolean counts) throws Exception {
        long begin = send(lane);
        long drain = lane.arrived();
        long inHand = lane.given();
        lane.settle();
        if (counts) {
            asked.addNanos(drain - begin);
            made.addNanos(inHand - begin);
            given.addNanos(inHand - lane.publishedAt());
        }
    }

    private void raw(RawLane lane, Samples samples, boolean counts) throws Exception {
        long begin = send(lane);
        long arrived = lane.arrived();
        lane.settle();
        if (counts) {
            samples.addNanos(arrived - begin);
        }
    }

    private long send(Lane lane) throws Exception {
        TimeUnit.NANOSECONDS.sleep(silence.toNanos() / (2 + others.size()));
        long begin = System.nanoTime();
        lane.send();
        return begin;
    }

    String title() {
        return title;
    }

    Samples raw() {
        return raw;
    }

    /** Those beside the raw client, by title. */
    Map<String, Samples> others() {
        return others;
    }

    /** Until the engine had it, from when it was ready to be sent, as the raw client's is from the start. */
    Samples given() {
        return given;
    }

    /** Until the engine had it, with the making of the message. */
    Samples made() {
        return made;
    }

    /** Likewise, until the engine had judged it and asked the run to drain. */
    Samples asked() {
        return asked;
    }
}
