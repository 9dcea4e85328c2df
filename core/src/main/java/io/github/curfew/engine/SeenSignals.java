package io.github.curfew.engine;

import io.github.curfew.auth.Admitted.Identity;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers which signals have come, until they have expired, so that each acts once. Bounded; not thread-safe. */
final class SeenSignals {
    private static final int MOST = 100_000;

    private final Map<Identity, Duration> until = new LinkedHashMap<>();

    /**
     * Notes a signal.
     *
     * @param id which
     * @param uptime now
     * @param lifetime how long to remember it
     * @return false if it came before
     */
    boolean add(Identity id, Duration uptime, Duration lifetime) {
        if (until.putIfAbsent(id, uptime.plus(lifetime)) != null) {
            return false;
        }
        if (until.size() > MOST) {
            forget(uptime);
        }
        return true;
    }

    /** Whether a signal has come. */
    boolean has(Identity id) {
        return until.containsKey(id);
    }

    private void forget(Duration uptime) {
        until.values().removeIf(end -> end.compareTo(uptime) < 0);
        // A flood: the oldest go, whose redelivery is the least likely.
        Iterator<Identity> oldest = until.keySet().iterator();
        while (until.size() > MOST - MOST / 10 && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    int size() {
        return until.size();
    }
}
