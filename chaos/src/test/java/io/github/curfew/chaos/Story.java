package io.github.curfew.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All that happened. Thread-safe. */
final class Story {
    private final List<ChaosDriver> drivers = new CopyOnWriteArrayList<>();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final List<Trouble> troubles = new CopyOnWriteArrayList<>();
    private final boolean guarded;
    private final boolean keepsForStrangers;

    /**
     * A fault that was made.
     *
     * @param fault which
     * @param from when it began
     * @param to when it was over
     */
    record Trouble(Fault fault, Instant from, Instant to) {}

    /**
     * Begins one.
     *
     * @param guarded whether signatures are required
     * @param keepsForStrangers as its backend says
     */
    Story(boolean guarded, boolean keepsForStrangers) {
        this.guarded = guarded;
        this.keepsForStrangers = keepsForStrangers;
    }

    boolean isGuarded() {
        return guarded;
    }

    boolean keepsForStrangers() {
        return keepsForStrangers;
    }

    void add(ChaosDriver driver) {
        drivers.add(driver);
    }

    void add(Sent signal) {
        sent.put(signal.id(), signal);
    }

    void add(Trouble trouble) {
        troubles.add(trouble);
    }

    List<ChaosDriver> drivers() {
        return drivers;
    }

    Map<String, Sent> sent() {
        return sent;
    }

    List<Trouble> troubles() {
        return troubles;
    }

    /** Whether something that was taken at that moment may have been forgotten since. */
    boolean mayBeLost(Instant taken) {
        return troubles.stream()
                .anyMatch(trouble -> trouble.fault().loses() && !trouble.to().isBefore(taken));
    }

    /** Whether something that was taken at that moment may have been forgotten until then. */
    boolean mayBeLost(Instant taken, Instant until) {
        return troubles.stream()
                .anyMatch(trouble -> trouble.fault().loses()
                        && !trouble.to().isBefore(taken)
                        && trouble.from().isBefore(until));
    }

    /** Whether it may be gone without a trace for whoever wrote that diary. */
    boolean mayBeLostSilently(Instant taken, Diary diary) {
        return troubles.stream().anyMatch(trouble -> !trouble.to().isBefore(taken) && isSilent(trouble, diary));
    }

    private static boolean isSilent(Trouble trouble, Diary diary) {
        return switch (trouble.fault().memory()) {
            case LOST_SILENTLY -> true;
            case LOST_IN_BETWEEN -> !diary.hasFailedToRead(trouble.from(), trouble.to());
            case ALL, LOST -> false;
        };
    }

    /** Whether something was wrong at some time in between. */
    boolean wasTroubled(Instant from, Instant to) {
        return troubles.stream()
                .anyMatch(trouble -> trouble.from().isBefore(to) && trouble.to().isAfter(from));
    }

    Stream<Said> said() {
        return drivers.stream().flatMap(driver -> driver.diary().said().stream());
    }
}
