package io.github.curfew.client;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees when results are due, as reports come and as time passes. Thread-safe. Has one daemon thread while there are any to
 * wait for, whatever their number.
 */
final class Lookout {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Intake intake;
    private final Pace pace = new Pace();
    private final Set<Tracking> watched = new LinkedHashSet<>();
    private @Nullable Thread thread;
    private boolean closed;

    Lookout(Intake intake) {
        this.intake = intake;
    }

    /** Sees to it that a tracking gives its result. */
    void watch(Tracking tracking) {
        synchronized (intake) {
            if (closed) {
                return;
            }
            watched.add(tracking);
            if (thread == null) {
                thread = new Thread(this::run, "curfew-client-results");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void run() {
        try {
            while (look()) {
                pace.rest(LOOK);
            }
        } catch (InterruptedException e) {
            // Only close interrupts.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is something to look at, and looks; false when there is nothing to wait for. */
    private boolean look() throws InterruptedException {
        synchronized (intake) {
            intake.wait(LOOK.toMillis());
            var unused = pace.look(() -> {
                List<RosterEntry> entries = intake.entries();
                return watched.removeIf(tracking -> look(tracking, entries));
            });
            if (watched.isEmpty() || closed) {
                thread = null;
                return false;
            }
            return true;
        }
    }

    /** A bug of ours must not keep the others from their results for ever. */
    private static boolean look(Tracking tracking, List<RosterEntry> entries) {
        try {
            return tracking.look(entries);
        } catch (RuntimeException e) {
            tracking.fail(e);
            return true;
        }
    }

    /** Gives no more results. Does not block. */
    void close() {
        synchronized (intake) {
            closed = true;
            watched.clear();
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
