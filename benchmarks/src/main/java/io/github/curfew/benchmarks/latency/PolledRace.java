package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Samples;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Both lanes in turn, where each looks again and again: what counts is how long after the last look a message is sent, so
 * the messages of a round are sent at moments that are spread evenly over an interval.
 */
final class PolledRace {
    private final String title;
    private final Duration interval;
    private final Duration silence;
    private final int each;
    private final Samples raw = new Samples();
    private final Samples given = new Samples();

    /**
     * @param title what the rhythm is
     * @param interval between two looks
     * @param silence before each message of Curfew's, after which it is at rest or not
     * @param each how many messages each lane has
     */
    PolledRace(String title, Duration interval, Duration silence, int each) {
        this.title = title;
        this.interval = interval;
        this.silence = silence;
        this.each = each;
    }

    void run(RawLane rawLane, CurfewLane curfewLane) throws Exception {
        curfewLane.prepare(each);
        for (int i = 0; i < each; i++) {
            Duration moment = interval.multipliedBy(2L * i + 1).dividedBy(2L * each);
            raw.addNanos(-send(rawLane, moment) + rawLane.arrived());
            long begin = send(curfewLane, silence.plus(moment));
            curfewLane.arrived();
            given.addNanos(curfewLane.given() - begin);
            curfewLane.settle();
        }
    }

    private static long send(Lane lane, Duration wait) throws Exception {
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        long begin = System.nanoTime();
        lane.send();
        return begin;
    }

    String title() {
        return title;
    }

    Duration interval() {
        return interval;
    }

    Samples raw() {
        return raw;
    }

    /** Until the engine had it. */
    Samples given() {
        return given;
    }
}
