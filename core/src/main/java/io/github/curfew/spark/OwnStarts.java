package io.github.curfew.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;

/**
 * The queries that a managed lifecycle starts. The plugin hears of a query on that query's own thread, before whoever
 * starts it has it in hand; but that thread inherits from the one that starts it, and so it can be told whose it is.
 * Only as long as the start lasts: what such a query starts later, inside its batches, is nobody's part. Thread-safe.
 */
final class OwnStarts {
    private static final InheritableThreadLocal<@Nullable OwnStarts> CURRENT = new InheritableThreadLocal<>();

    private final List<StreamingQuery> heard = new ArrayList<>();
    private boolean open = true;

    private OwnStarts() {}

    /** From now on, what the calling thread starts is a lifecycle's, until {@link #end()}. */
    static OwnStarts begin() {
        OwnStarts starts = new OwnStarts();
        CURRENT.set(starts);
        return starts;
    }

    /** On a query's own thread, before its first batch: tells whether it is a lifecycle's. */
    static boolean take(StreamingQuery query) {
        OwnStarts starts = CURRENT.get();
        return starts != null && starts.add(query);
    }

    private synchronized boolean add(StreamingQuery query) {
        if (open) {
            heard.add(query);
        }
        return open;
    }

    /**
     * The start is over; on the thread that began it.
     *
     * @return the queries that were heard of meanwhile
     */
    synchronized List<StreamingQuery> end() {
        CURRENT.remove();
        open = false;
        List<StreamingQuery> all = List.copyOf(heard);
        // The threads of these queries keep this object.
        heard.clear();
        return all;
    }
}
