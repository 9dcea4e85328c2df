package io.github.curfew.benchmarks.fleet;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What processes occupy at the most while something goes on: a driver's threads that are there for a stop alone may be gone
 * again when the last driver has stopped.
 */
final class Busiest implements AutoCloseable {
    private static final int EVERY_MILLIS = 100;

    private final Supplier<Footprint> looking;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "footprints");
        made.setDaemon(true);
        return made;
    });
    private Footprint most = new Footprint(0, 0);

    private Busiest(Supplier<Footprint> looking) {
        this.looking = looking;
    }

    /** Begins to look. */
    static Busiest of(Supplier<Footprint> looking) {
        Busiest busiest = new Busiest(looking);
        var unused =
                busiest.thread.scheduleWithFixedDelay(busiest::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return busiest;
    }

    private void look() {
        Footprint now = looking.get();
        synchronized (this) {
            most = new Footprint(Math.max(most.threads(), now.threads()), Math.max(most.bytes(), now.bytes()));
        }
    }

    /** Looks once more, and tells the most. */
    Footprint most() {
        look();
        synchronized (this) {
            return most;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
