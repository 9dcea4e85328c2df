package io.github.curfew.client;

import io.github.curfew.model.Durations;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the reports of every backend, once somebody wants some. Thread-safe. */
final class Listening {
    /** A broker that does not tell in time where its reports begin is asked again in the background. */
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    /** By then a broker has told all that it had, unless it has uncommonly much to tell. */
    static final Duration CATCH_UP = Duration.ofSeconds(10);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final Transports transports;
    private final Map<String, ReportsListener> listeners = new LinkedHashMap<>();

    /**
     * Makes one that does not read yet.
     *
     * @param lookBack from how long ago on
     */
    Listening(Transports transports, Intake intake, Duration lookBack) {
        this.transports = transports;
        transports
                .all()
                .forEach((name, transport) ->
                        listeners.put(name, new ReportsListener(name, transport, intake, lookBack)));
    }

    /** What is said from now on will not be missed. Blocks while brokers are asked where to begin. */
    void start() {
        Map<String, Transport> notYet = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> {
            if (!listener.isStarted()) {
                notYet.put(name, listener.transport());
            }
        });
        if (!notYet.isEmpty()) {
            var unused = transports.ask(notYet, LONGEST_START, (name, transport) -> {
                Objects.requireNonNull(listeners.get(name)).start();
                return name;
            });
        }
    }

    boolean isAnyCaughtUp() {
        return listeners.values().stream().anyMatch(ReportsListener::isCaughtUp);
    }

    /** Whether at least one backend has told all that it had, and the others have too or are in trouble. */
    boolean isCaughtUp() {
        return isAnyCaughtUp() && isDone();
    }

    /** Whether every backend has told all that it had, or is in trouble. */
    boolean isDone() {
        return listeners.values().stream().allMatch(listener -> listener.isCaughtUp() || listener.trouble() != null);
    }

    boolean isAllInTrouble() {
        return listeners.values().stream().allMatch(listener -> listener.trouble() != null);
    }

    /** One sentence for each that cannot read just now, or has been reading for so long that one would take it for done. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        listeners.forEach((name, listener) -> {
            String trouble = listener.trouble();
            if (trouble != null) {
                troubles.add("the reports of the backend " + name + " cannot be read: " + trouble);
            } else if (listener.isLate(CATCH_UP)) {
                troubles.add("the backend " + name + " has not given all of its reports within "
                        + Durations.text(CATCH_UP) + ", and more may come");
            }
        });
        return troubles;
    }

    /** Ends the reading. Blocks until it has ended, some two seconds at the most. */
    void close() {
        listeners.values().forEach(ReportsListener::finish);
        long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
        listeners.values().forEach(listener -> listener.join(Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
    }
}
