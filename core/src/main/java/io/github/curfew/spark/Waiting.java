package io.github.curfew.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;

/** Waits for queries by Spark's own means, and throws what those throw, an interrupt of the waiting thread included. */
final class Waiting {
    /** How long one query's failure may go unnoticed while another one is waited for. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private Waiting() {}

    /**
     * Waits until all have ended.
     *
     * @param longest how long, or null for as long as it takes
     * @return whether all have
     * @throws StreamingQueryException as soon as one has failed
     */
    static boolean await(List<? extends StreamingQuery> queries, @Nullable Duration longest)
            throws StreamingQueryException {
        long since = System.nanoTime();
        List<StreamingQuery> left = new ArrayList<>(queries);
        while (true) {
            Duration rest = longest == null ? FOR_EVER : longest.minusNanos(System.nanoTime() - since);
            removeEnded(left, longest == null ? null : rest);
            if (left.isEmpty()) {
                return true;
            }
            if (rest.isNegative() || rest.isZero()) {
                return false;
            }
            Duration most = left.size() > 1 ? LOOK : FOR_EVER;
            Duration pause = rest.compareTo(most) < 0 ? rest : most;
            boolean unused = left.get(0).awaitTermination(Math.max(1, pause.toMillis()));
        }
    }

    /**
     * One that is no longer active has ended, or ends at once unless its batch ignores its interrupt: it is asked whether
     * it failed, for no longer than there is time.
     */
    private static void removeEnded(List<StreamingQuery> left, @Nullable Duration rest) throws StreamingQueryException {
        Iterator<StreamingQuery> queries = left.iterator();
        while (queries.hasNext()) {
            StreamingQuery query = queries.next();
            if (!query.isActive()) {
                if (rest == null) {
                    query.awaitTermination();
                } else {
                    boolean unused = query.awaitTermination(Math.max(1, rest.toMillis()));
                }
                queries.remove();
            }
        }
    }
}
