package io.github.curfew.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is set. Thread-safe. */
public final class MutableClock extends Clock {
    private final Hands hands;
    private final ZoneId zone;

    private MutableClock(Hands hands, ZoneId zone) {
        this.hands = hands;
        this.zone = zone;
    }

    /**
     * Makes a clock.
     *
     * @param time what it shows first
     * @return the clock, in UTC
     */
    public static MutableClock at(Instant time) {
        return new MutableClock(new Hands(time), ZoneOffset.UTC);
    }

    /**
     * Puts it forward, or back.
     *
     * @param by how far; negative for back
     */
    public void advance(Duration by) {
        hands.advance(by);
    }

    /**
     * Sets it.
     *
     * @param time what it shows from now on
     */
    public void set(Instant time) {
        hands.set(time);
    }

    @Override
    public Instant instant() {
        return hands.time();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock for another zone: both are set together. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MutableClock(hands, other);
    }

    @Override
    public String toString() {
        return "MutableClock[" + hands.time() + "]";
    }

    /** What all zones of one clock share. */
    private static final class Hands {
        private Instant time;

        Hands(Instant time) {
            this.time = time;
        }

        synchronized Instant time() {
            return time;
        }

        synchronized void set(Instant to) {
            time = to;
        }

        synchronized void advance(Duration by) {
            time = time.plus(by);
        }
    }
}
