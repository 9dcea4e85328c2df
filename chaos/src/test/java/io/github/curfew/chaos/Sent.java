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
 * @param to when the last copy had been published; never, where that is not known
 * @param kept whether the server said that it has it
 */
record Sent(
        String id,
        Kind kind,
        String selector,
        Predicate<Map<String, String>> meant,
        boolean now,
        Duration deadline,
        Instant from,
        Instant to,
        boolean kept) {
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

    Sent published(Instant when, boolean isKept) {
        return new Sent(id, kind, selector, meant, now, deadline, from, when, isKept);
    }

    @Override
    public String toString() {
        return kind + " " + id + " (" + selector + (now ? " --now" : "") + ", " + from + " to " + to
                + (kept ? "" : ", not known to be kept") + ")";
    }
}
