package io.github.curfew.engine;

import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs that a broker's reports tell of, query by query: who has a query, who waits for whom, and who is through. Not
 * thread-safe.
 */
final class Line {
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Doubts doubts = new Doubts();

    private Member member(String runId) {
        return members.computeIfAbsent(runId, Member::new);
    }

    private static boolean isQuery(RunInfo run) {
        return run.labels().get(Labels.QUERY_ID) != null;
    }

    /**
     * Takes a report in.
     *
     * @param heard in whatever order they come
     * @param uptime now
     */
    void take(Heard heard, Duration uptime) {
        Report report = heard.report();
        if (report instanceof Report.OfRoster roster) {
            for (RunStatus status : roster.runs()) {
                if (isQuery(status.run())) {
                    member(status.run().id()).take(roster, status, heard, uptime);
                }
            }
        } else if (report instanceof Report.OfSignal word && isQuery(word.run())) {
            member(word.run().id()).take(word, heard.arrived());
        }
    }

    /**
     * Takes in a report that does not count: what it tells of may be there, and has not ended for all that it says.
     *
     * @param why it does not count
     * @param heard when the broker took it, by its clock; null where it does not say
     */
    void doubt(Report report, String why, @Nullable Instant heard) {
        doubts.take(report, why, heard);
    }

    /** A query is held here. */
    void hold(String queryId) {
        doubts.hold(queryId);
    }

    /** Whether a run's end was told. */
    boolean isGone(String runId) {
        Member member = members.get(runId);
        return member != null && member.isGone();
    }

    /** What is known of a run, or null. */
    @Nullable Member get(String runId) {
        return members.get(runId);
    }

    /**
     * Who has a query beside one run: those that said hello and whose end nobody has told; those for whom they wait
     * themselves, of whom nothing else may be known here; and those of whom nothing is proven, so that neither is their end.
     *
     * @param now by the broker's clock, or null
     * @param uptime now too
     * @return in an order that is the same at every look
     */
    List<Member> others(String queryId, String runId, @Nullable Instant now, Duration uptime) {
        Map<String, Member> others = new LinkedHashMap<>();
        for (Member member : List.copyOf(members.values())) {
            if (member.isOf(queryId) && !member.runId().equals(runId) && isThere(member, queryId, now, uptime)) {
                others.put(member.runId(), member);
                Held held = member.held();
                if (held != null && member.isHeld()) {
                    held.runs().stream()
                            .filter(awaited -> !awaited.equals(runId))
                            .map(this::member)
                            .filter(further -> isThere(further, queryId, now, uptime))
                            .forEach(further -> others.put(further.runId(), further));
                }
            }
        }
        for (Member member : doubts.of(queryId)) {
            Member proven = members.get(member.runId());
            boolean unproven = proven == null || proven.queryId() == null;
            if (unproven && !member.runId().equals(runId) && isThere(member, queryId, now, uptime)) {
                others.put(member.runId(), member);
            }
        }
        return others.values().stream()
                .sorted(Comparator.comparing(Member::runId))
                .toList();
    }

    private boolean isThere(Member member, String queryId, @Nullable Instant now, Duration uptime) {
        return !member.isOver(uptime) && !isSucceeded(member, queryId, now);
    }

    /**
     * One that crashed never says bye. It is no longer waited for when another run of the query has begun to process
     * after its last word, and it has stayed silent: whoever let that one go has answered for it.
     */
    private boolean isSucceeded(Member silent, String queryId, @Nullable Instant now) {
        return now != null
                && silent.isSilent(now)
                && members.values().stream()
                        .anyMatch(member -> member != silent && member.isOf(queryId) && member.succeeds(silent));
    }

    /** The highest number of a claim to a query that was told of, or 0. */
    long highestClaim(String queryId) {
        return members.values().stream()
                .filter(member -> member.isOf(queryId))
                .map(Member::held)
                .filter(Objects::nonNull)
                .mapToLong(Held::claim)
                .max()
                .orElse(0);
    }

    /** The queries that the drivers of these runs have. */
    Set<String> queriesBeside(List<Member> runs) {
        Set<String> queries = new TreeSet<>();
        List<String> drivers =
                runs.stream().map(Member::driverId).filter(Objects::nonNull).toList();
        members.values().stream()
                .filter(member -> !member.isGone() && drivers.contains(member.driverId()))
                .flatMap(member -> Stream.ofNullable(member.queryId()))
                .forEach(queries::add);
        return queries;
    }
}
