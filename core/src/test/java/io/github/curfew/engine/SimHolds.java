package io.github.curfew.engine;

import io.github.curfew.engine.Hold.Decision;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The held runs of a simulated driver: the threads of their queries, and those that read what other drivers say. */
final class SimHolds {
    private final SimDriver driver;
    private final VirtualTime time;
    private final Takeovers takeovers;

    SimHolds(SimDriver driver, VirtualTime time, RandomGenerator random, TakeoverTerms terms) {
        this.driver = driver;
        this.time = time;
        this.takeovers = new Takeovers(driver.parts, driver.info, terms, random, this::watch);
    }

    void hold(SimRun run, boolean gathers) {
        // Some are warm at once, some late; told by the id, so that nothing random is drawn for it.
        long warm = time.now() + Math.floorMod(run.info.id().hashCode(), 4) * 5L * VirtualTime.SECOND;
        obey(takeovers.hold(run, gathers, () -> time.now() >= warm), run);
    }

    /** The query's own thread. */
    private void obey(Hold hold, SimRun run) {
        Decision decision;
        try {
            decision = hold.await(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (decision == null) {
            if (run.isAlive() && !driver.isDead()) {
                time.after(10 * VirtualTime.MILLI, () -> obey(hold, run));
            }
            return;
        }
        driver.trace(() -> run.info.id() + " " + decision);
        switch (decision.verdict()) {
            case GO -> run.start();
            case END -> run.end(Ending.Proof.COMMITTED);
            case GIVE_UP -> run.end(Ending.Proof.ERROR);
        }
    }

    private void watch(Watch watch) {
        boolean[] finished = new boolean[1];
        watch.whenFinished(() -> finished[0] = true);
        watch(watch, finished);
    }

    private void watch(Watch watch, boolean[] finished) {
        if (finished[0] || driver.isDead() || driver.closedAt != Long.MAX_VALUE) {
            return;
        }
        long pause;
        try {
            pause = watch.take().toNanos() / 1_000;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        time.after(Math.max(pause, 50 * VirtualTime.MILLI), () -> watch(watch, finished));
    }
}
