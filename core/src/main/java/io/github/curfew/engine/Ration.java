package io.github.curfew.engine;

import java.time.Duration;

/**
 * How often something may be done that somebody outside brings about: a message costs its sender nothing, and must not
 * make a driver write without end. Not thread-safe.
 */
final class Ration {
    private final Scheduler scheduler;
    private final int most;
    private final Duration per;
    private Duration began = Duration.ZERO;
    private int taken;

    /**
     * Makes one.
     *
     * @param most how often
     * @param per within which time
     */
    Ration(Scheduler scheduler, int most, Duration per) {
        this.scheduler = scheduler;
        this.most = most;
        this.per = per;
    }

    /** Takes one, if there is one left. */
    boolean take() {
        Duration now = scheduler.uptime();
        if (taken == 0 || now.minus(began).compareTo(per) >= 0) {
            began = now;
            taken = 0;
        }
        if (taken == most) {
            return false;
        }
        taken++;
        return true;
    }
}
