package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Both sides in turn, where each looks again and again: what counts is how long after the last look a message is sent. So
 * each is sent at a moment of an interval that is drawn ({@link Moments}), by which it meets any moment between two looks as
 * likely as any other, whatever went before. Who goes first is drawn too.
 */
final class PolledRace {
    private final Random random = new Random(1);
    private final String title;
    private final Duration interval;
    private final Duration rest;
    private final int each;
    private final Moments rawMoments;
    private final Moments moments;
    private final Samples raw = new Samples();
    private final Samples given = new Samples();

    /**
     * @param title what the rhythm is
     * @param interval between two looks
     * @param rest of a driver before each of its messages
     * @param each how many messages each side has
     */
    PolledRace(String title, Duration interval, Duration rest, int each) {
        this.title = title;
        this.interval = interval;
        this.rest = rest;
        this.each = each;
        this.rawMoments = new Moments(interval, each, random);
        this.moments = new Moments(interval, each, random);
    }

    /** The drivers take turns, so that each can rest while the others work. */
    void run(RawLane rawLane, List<CurfewLane> drivers) throws Exception {
        for (CurfewLane driver : drivers) {
            driver.prepare((each + drivers.size() - 1) / drivers.size());
        }
        long[] busyUntil = new long[drivers.size()];
        Arrays.fill(busyUntil, System.nanoTime());
        for (int i = 0; i < each; i++) {
            int turn = i % drivers.size();
            CurfewLane driver = drivers.get(turn);
            TimeUnit.NANOSECONDS.sleep(busyUntil[turn] + rest.toNanos() - System.nanoTime());
            boolean rawFirst = random.nextBoolean();
            if (rawFirst) {
                raw(rawLane);
            }
            long begin = send(driver, moments);
            driver.arrived();
            given.addNanos(driver.given() - begin);
            driver.settle();
            busyUntil[turn] = System.nanoTime();
            if (!rawFirst) {
                raw(rawLane);
            }
        }
    }

    private void raw(RawLane lane) throws Exception {
        raw.addNanos(-send(lane, rawMoments) + lane.arrived());
    }

    private static long send(Lane lane, Moments moments) throws Exception {
        TimeUnit.NANOSECONDS.sleep(moments.next());
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
