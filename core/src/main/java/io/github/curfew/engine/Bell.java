package io.github.curfew.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends somebody's pause because there is something to look at. Whoever rings while nobody waits is heard at the next. */
final class Bell {
    private final Semaphore rung = new Semaphore(0);
    private final Scheduler scheduler;

    Bell(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void ring() {
        rung.release();
    }

    /** Waits until it rings, and no longer than this. */
    void pause(Duration longest) throws InterruptedException {
        if (rung.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }

    /** Waits for so long however often it rings, unless enough is so; looks at that at each ring and now and then. */
    void pauseFor(Duration length, Duration look, BooleanSupplier enough) throws InterruptedException {
        Duration end = scheduler.uptime().plus(length);
        for (Duration left = length; !enough.getAsBoolean() && left.compareTo(Duration.ZERO) > 0; ) {
            pause(left.compareTo(look) < 0 ? left : look);
            left = end.minus(scheduler.uptime());
        }
    }
}
