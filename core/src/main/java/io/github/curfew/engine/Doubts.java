package io.github.curfew.engine;

import io.github.curfew.model.Labels;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs that reports tell of which do not count: they may be there, and have not ended for all that is said. Bounded, as
 * anybody may write that there are thousands; what is too much is one run that stands for all of them, and waited for
 * likewise. Not thread-safe.
 */
final class Doubts {
    /** So many runs of a query are told apart. */
    private static final int MOST_OF_A_QUERY = 20;
    /**
     * So many are told apart in all, beside those of queries that are held here: more than a fleet has that does not sign
     * yet, any of whose queries may be held here next.
     */
    private static final int MOST = 10_000;
    /** Ids of ours and of Spark's have 36 characters. */
    private static final int LONGEST_ID = 128;

    private static final String MORE_OF_THEM = "of others";

    private final Set<String> held = new HashSet<>();
    private final Map<String, Map<String, Member>> byQuery = new HashMap<>();
    /** Of all queries that have no place of their own. */
    private final Map<String, Member> others = new LinkedHashMap<>();

    private int count;

    /** A query is held here: it has a place of its own, and what was not told apart before may have been of it. */
    void hold(String queryId) {
        held.add(queryId);
        byQuery.computeIfAbsent(queryId, unused -> new LinkedHashMap<>(others));
    }

    /**
     * Takes a report in.
     *
     * @param why it does not count
     * @param heard when the broker took it, by its clock; null where it does not say
     */
    void take(Report report, String why, @Nullable Instant heard) {
        if (report instanceof Report.OfRoster roster) {
            roster.runs().forEach(status -> take(status.run(), roster, why, heard));
        } else if (report instanceof Report.OfSignal word) {
            take(word.run(), null, why, heard);
        }
    }

    private void take(RunInfo run, Report.@Nullable OfRoster roster, String why, @Nullable Instant heard) {
        String query = run.labels().get(Labels.QUERY_ID);
        if (query == null) {
            return;
        }
        if (count < MOST && query.length() <= LONGEST_ID && !byQuery.containsKey(query)) {
            byQuery.put(query, new LinkedHashMap<>(others));
            count += others.size();
        }
        Map<String, Member> those = byQuery.getOrDefault(query, others);
        int before = those.size();
        String name = isToldApart(run.id(), query, those) ? run.id() : MORE_OF_THEM;
        those.computeIfAbsent(name, Member::new).doubt(run, roster, why, heard);
        count += those.size() - before;
    }

    private boolean isToldApart(String runId, String query, Map<String, Member> those) {
        if (those == others || runId.length() > LONGEST_ID) {
            return false;
        }
        boolean room = held.contains(query) || count < MOST;
        return those.containsKey(runId) || (room && those.size() < MOST_OF_A_QUERY);
    }

    /** Those that may have a query. */
    Collection<Member> of(String queryId) {
        return byQuery.getOrDefault(queryId, others).values();
    }

    /** How many runs are noted. */
    int size() {
        return count;
    }
}
