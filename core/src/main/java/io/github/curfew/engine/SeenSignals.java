package io.github.curfew.engine;

import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.model.SignalId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers which signals have come, until they have expired, so that each acts once. Bounded; not thread-safe. */
final class SeenSignals {
    private static final int MOST = 100_000;

    /** By signer: whoever floods uses up his own room, so that nobody can have another's signals forgotten. */
    private final Map<String, Map<SignalId, Duration>> until = new HashMap<>();

    private int size;

    /**
     * Notes a signal.
     *
     * @param id which
     * @param uptime now
     * @param lifetime how long to remember it
     * @return false if it came before
     */
    boolean add(Identity id, Duration uptime, Duration lifetime) {
        Map<SignalId, Duration> its = until.computeIfAbsent(id.key(), unused -> new LinkedHashMap<>());
        if (its.putIfAbsent(id.id(), uptime.plus(lifetime)) != null) {
            return false;
        }
        size++;
        if (size > MOST) {
            forget(uptime);
        }
        return true;
    }

    /** Whether a signal has come. */
    boolean has(Identity id) {
        return until.getOrDefault(id.key(), Map.of()).containsKey(id.id());
    }

    private void forget(Duration uptime) {
        for (Map<SignalId, Duration> its : until.values()) {
            its.values().removeIf(end -> end.compareTo(uptime) < 0);
        }
        size = until.values().stream().mapToInt(Map::size).sum();
        // A flood: the oldest of whoever has the most go, whose redelivery is the least likely.
        while (size > MOST - MOST / 10) {
            Map<SignalId, Duration> most = until.values().stream()
                    .max(Comparator.comparingInt(Map::size))
                    .orElseThrow();
            Iterator<SignalId> oldest = most.keySet().iterator();
            oldest.next();
            oldest.remove();
            size--;
        }
    }

    int size() {
        return size;
    }
}
