package io.github.curfew.benchmarks.latency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Both lanes in turn, message by message, so that each finds the machine as the other does: a lane that had it for itself
 * for a while would be quicker by that alone.
 */
final class Race {
    private final String title;
    private final int rounds;
    private final int warmUp;
    private final int each;
    private final Duration silence;
    private final Samples raw = new Samples();
    private final Samples given = new Samples();
    private final Samples asked = new Samples();

    /**
     * @param title what the rhythm is
     * @param rounds how many
     * @param warmUp how many of them do not count
     * @param each how many messages each lane has in a round
     * @param silence before each message
     */
    Race(String title, int rounds, int warmUp, int each, Duration silence) {
        this.title = title;
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.each = each;
        this.silence = silence;
    }

    void run(RawLane rawLane, CurfewLane curfewLane) throws Exception {
        for (int round = 0; round < rounds; round++) {
            boolean counts = round >= warmUp;
            curfewLane.prepare(each);
            for (int i = 0; i < each; i++) {
                raw(rawLane, counts);
                curfew(curfewLane, counts);
            }
        }
    }

    private void curfew(CurfewLane lane, boolean counts) throws Exception {
        long begin = send(lane);
        long drain = lane.arrived();
        long inHand = lane.given();
        lane.settle();
        if (counts) {
            asked.add(drain - begin);
            given.add(inHand - begin);
        }
    }

    private void raw(RawLane lane, boolean counts) throws Exception {
        long begin = send(lane);
        long arrived = lane.arrived();
        if (counts) {
            raw.add(arrived - begin);
        }
    }

    private long send(Lane lane) throws Exception {
        TimeUnit.NANOSECONDS.sleep(silence.toNanos());
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

    /** Until the engine had it. */
    Samples given() {
        return given;
    }

    /** Until the engine had judged it and asked the run to drain. */
    Samples asked() {
        return asked;
    }
}
