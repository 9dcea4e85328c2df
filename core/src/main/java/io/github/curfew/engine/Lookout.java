package io.github.curfew.engine;

import io.github.curfew.model.Held;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the held runs of a driver know of all others, for as long as any is held. Not thread-safe. */
final class Lookout {
    private static final int MOST_NAMES = 5;
    /** How often other drivers speak, unless their settings say otherwise, which nobody knows here. */
    private static final Duration BEAT = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final List<Watch> watches = new ArrayList<>();
    private final Set<String> queriesHere = new HashSet<>();
    /** By link that has lost something: uptime at which whoever is there has spoken again. */
    private final Map<String, Duration> unsure = new HashMap<>();

    private Line line = new Line();
    private Duration lastHeld = Duration.ZERO;

    Lookout(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One more run is held here. */
    void held(Hold hold) {
        queriesHere.add(hold.queryId);
        line.hold(hold.queryId);
        lastHeld = scheduler.uptime();
        unsure.forEach(hold.reading::lost);
    }

    /** A broker has lost what nobody here had read. */
    void lost(String link, Duration ownBeat, Collection<Hold> holds) {
        Duration beat = ownBeat.compareTo(BEAT) > 0 ? ownBeat : BEAT;
        Duration until = scheduler.uptime().plus(beat.multipliedBy(5).dividedBy(2));
        unsure.put(link, until);
        holds.forEach(hold -> hold.reading.lost(link, until));
    }

    boolean isWatching() {
        return !watches.isEmpty();
    }

    void watch(List<Watch> its) {
        watches.addAll(its);
    }

    /** Nobody is held any more. */
    void finish() {
        watches.forEach(Watch::finish);
        watches.clear();
        unsure.clear();
        line = new Line();
    }

    void take(Heard heard) {
        line.take(heard, scheduler.uptime());
    }

    void doubt(Report report, String why, @Nullable Instant heard) {
        line.doubt(report, why, heard);
    }

    boolean hasRead(Hold hold) {
        return isWatching()
                && hold.reading.hasReadAll(watches.stream().map(Watch::name).toList());
    }

    /** Whom it has to wait for. */
    List<Member> others(Hold hold) {
        Instant now = isWatching() ? watches.get(0).now() : null;
        return line.others(hold.queryId, hold.info.id(), now, scheduler.uptime());
    }

    /** A number for its claim, higher than all that it has read; or the highest, which leaves the order to the runs' ids. */
    long nextClaim(Hold hold) {
        return Math.min(Math.max(hold.floor, line.highestClaim(hold.queryId)) + 1, Held.HIGHEST_CLAIM);
    }

    /** Whether all that its predecessor runs is held here, or has had the time to be. */
    boolean hasGathered(Hold hold, List<Member> others, Duration gather) {
        return !hold.gathers
                || queriesHere.containsAll(line.queriesBeside(
                        others.stream().filter(other -> !other.isHeld()).toList()))
                || scheduler.uptime().minus(lastHeld).compareTo(gather) >= 0;
    }

    /** For what it waits, for people. */
    String why(Hold hold, List<Member> others) {
        String trouble = trouble(hold);
        if (trouble != null) {
            return "it cannot tell who has its query, for " + trouble;
        }
        if (others.isEmpty()) {
            return hold.reading.isUnsure()
                    ? "reports are lost, and it waits until whoever is there has spoken again"
                    : "it looks for its predecessor";
        }
        String names = others.stream()
                .limit(MOST_NAMES)
                .map(other -> other.name() + hold.asking.refusal(other))
                .collect(Collectors.joining(" and "));
        return "it waits for " + names
                + (others.size() > MOST_NAMES ? " and " + (others.size() - MOST_NAMES) + " more" : "");
    }

    /** What keeps it from telling who has its query, or null. */
    private @Nullable String trouble(Hold hold) {
        return watches.stream()
                .filter(watch -> watch.trouble() != null && !hold.reading.hasRead(watch.name()))
                .map(watch -> "the backend " + watch.name() + " cannot be read: " + watch.trouble())
                .findFirst()
                .orElse(null);
    }

    boolean isGone(String runId) {
        return line.isGone(runId);
    }

    /** Those of them of whom anything is known. */
    Stream<Member> known(Set<String> runIds) {
        return runIds.stream().map(line::get).filter(Objects::nonNull);
    }
}
