package io.github.curfew.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A signal, whom its sender means by it, and what became of its publication.
 *
 * @param id its own
 * @param kind whether it should count
 * @param selector as it is written
 * @param meant the same, known without the parser of selectors
 * @param now cut at once
 * @param deadline of the drain
 * @param from when its sender began to publish it
 * @param taken by which ways a server said that it has it, and when it had said so of the last copy
 */
record Sent(
        String id,
        Kind kind,
        String selector,
        Predicate<Map<String, String>> meant,
        boolean now,
        Duration deadline,
        Instant from,
        Map<Integer, Instant> taken) {
    Sent {
        taken = Map.copyOf(taken);
    }

    /** Who sent it, and by which right. */
    enum Kind {
        PROPER,
        /** Where signatures are required, these count for nothing. */
        UNSIGNED,
        FORGED,
        ELSEWHERE
    }

    boolean isProper() {
        return kind == Kind.PROPER;
    }

    boolean means(ChaosRun run) {
        return meant.test(run.info().labels().asMap());
    }

    /** When the last copy had been published by that way; never, where that is not known. */
    Instant to(int way) {
        return taken.getOrDefault(way, Moments.NEVER);
    }

    /** Whether a server said by that way that it has it. */
    boolean isKept(int way) {
        return taken.containsKey(way);
    }

    /** Whether any did. */
    boolean isKept() {
        return !taken.isEmpty();
    }

    Sent published(Map<Integer, Instant> when) {
        return new Sent(id, kind, selector, meant, now, deadline, from, when);
    }

    @Override
    public String toString() {
        return kind + " " + id + " (" + selector + (now ? " --now" : "") + ", " + from + " to " + taken + ")";
    }
}
