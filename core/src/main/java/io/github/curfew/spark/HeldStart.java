package io.github.curfew.spark;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start of a query that shall be held, where no plugin listens: a listener is there while it lasts, and the query's
 * thread, which inherits from the one that starts it, tells that it is meant. Thread-safe.
 */
final class HeldStart {
    private static final Logger LOG = LoggerFactory.getLogger(HeldStart.class);
    private static final InheritableThreadLocal<@Nullable HeldStart> CURRENT = new InheritableThreadLocal<>();

    private volatile boolean open = true;

    private HeldStart() {}

    /** On a query's own thread, before its first batch: tells whether it is such a start. */
    static boolean isCurrent() {
        HeldStart start = CURRENT.get();
        return start != null && start.open;
    }

    /**
     * Starts a query.
     *
     * @param session of the query
     * @param start the application's own way to start it
     */
    static <Q extends StreamingQuery> Q of(SparkSession session, Callable<Q> start) throws Exception {
        HeldStart held = new HeldStart();
        QueryListener listener = new QueryListener();
        session.streams().addListener(listener);
        CURRENT.set(held);
        try {
            return Objects.requireNonNull(start.call(), "the query was null: return the one that was started");
        } finally {
            CURRENT.remove();
            held.open = false;
            try {
                session.streams().removeListener(listener);
            } catch (RuntimeException e) {
                LOG.debug("The session of a query is gone", e);
            }
        }
    }
}
