package io.github.curfew.spark;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small batch job while a query is held: classes are loaded, code is generated and executors are there by the time
 * that the query may begin. Once for each driver; what goes wrong in it is no matter. Thread-safe.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String JOB =
            "select k, count(*) c, max(v) from (select id % 7 k, cast(id as string) v from range(0, 2000, 1, 4))"
                    + " group by k order by k";

    private final AtomicBoolean begun = new AtomicBoolean();

    /** Begins it, on a thread of its own; without effect after the first time. Does not block. */
    void begin(SparkSession session) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(() -> warm(session), "curfew-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void warm(SparkSession session) {
        try {
            session.sparkContext().setJobDescription("Curfew warms up while a query is held");
            int rows = session.sql(JOB).collectAsList().size();
            LOG.debug("Warmed up with {} rows", rows);
        } catch (Exception | LinkageError e) {
            LOG.debug("The warm-up failed, which does no harm", e);
        }
    }
}
