package io.github.curfew.engine;

import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a held run has asked to stop, who has answered, and when it is time to ask again. Not thread-safe. */
final class Asking {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONGEST_AGAIN = Duration.ofMinutes(10);

    /** To whom its claim is addressed. */
    private final Set<String> told = new HashSet<>();
    /** Who has said something to it. */
    private final Set<String> answered = new HashSet<>();
    /** Who will not do as it asks, and why. */
    private final Map<String, String> refusals = new HashMap<>();

    private Duration asked = Duration.ZERO;
    private Duration firstAsked = Duration.ZERO;
    /** After which time it asks again whoever has said nothing. */
    private Duration again = Duration.ofSeconds(30);

    private @Nullable Signal claim;

    /** A claim is published. */
    void ask(Signal signal, List<Member> others, Duration uptime) {
        if (claim == null) {
            claim = signal;
            firstAsked = uptime;
        } else {
            Duration twice = again.multipliedBy(2);
            again = twice.compareTo(LONGEST_AGAIN) < 0 ? twice : LONGEST_AGAIN;
        }
        asked = uptime;
        others.forEach(other -> told.add(other.runId()));
    }

    /** Somebody says something on its claim. Who refuses it may think otherwise of a later one. */
    void answered(Report.OfSignal word) {
        String runId = word.run().id();
        if (word.outcome() == Outcome.REFUSED) {
            refusals.put(runId, word.detail());
        } else {
            answered.add(runId);
            refusals.remove(runId);
        }
    }

    /** That somebody will not stop, for people; empty if it has not said so, or is held itself and only claims later. */
    String refusal(Member other) {
        String why = other.isHeld() ? null : refusals.get(other.runId());
        return why == null ? "" : ", which refuses: " + Quoted.sentence(why);
    }

    /** Somebody has come whom it has not asked, or has not answered: a claim may get lost where a broker refuses. */
    boolean isToAskAgain(List<Member> others, Duration uptime) {
        Duration passed = uptime.minus(asked);
        if (others.stream().anyMatch(other -> !told.contains(other.runId()))) {
            return passed.compareTo(SOON) >= 0;
        }
        return others.stream().anyMatch(other -> !answered.contains(other.runId())) && passed.compareTo(again) >= 0;
    }

    /** Since when its predecessor has to answer; null before it has asked. */
    @Nullable Duration since() {
        return claim == null ? null : firstAsked;
    }

    /** What it has asked, as a report of its own speaks of it; null before. */
    @Nullable Request request(String queryId) {
        return claim == null
                ? null
                : new Request(claim, "query.id=" + queryId, firstAsked, Duration.ZERO, OnTimeout.KEEP_RUNNING);
    }
}
