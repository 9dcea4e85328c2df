package io.github.curfew.spark;

import io.github.curfew.model.RunInfo;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a query as a part of a managed lifecycle.
 *
 * @param start the application's own way to start it
 */
record QueryStart(Callable<? extends StreamingQuery> start) implements Started.Way {
    private static final Logger LOG = LoggerFactory.getLogger(QueryStart.class);

    @Override
    public Started start(SparkDriver driver, RunInfo lifecycle) throws Exception {
        StreamingQuery query = started(driver);
        Runnable forget = listen(driver, query);
        return new Started(driver.adopt(query), query::awaitTermination, forget);
    }

    private StreamingQuery started(SparkDriver driver) throws Exception {
        OwnStarts starts = OwnStarts.begin();
        StreamingQuery query = null;
        try {
            query = Objects.requireNonNull(
                    start.call(), "the lifecycle's query was null: return the one that it started");
            return query;
        } finally {
            for (StreamingQuery heard : starts.end()) {
                if (query == null || !heard.runId().equals(query.runId())) {
                    // Started and not handed over: nobody would stop it.
                    driver.join(heard);
                }
            }
        }
    }

    /** The plugin's sessions have a listener; without it, this query's gets one while the query runs. */
    private static Runnable listen(SparkDriver driver, StreamingQuery query) {
        if (driver.scope() == SparkDriver.Scope.EVERY_QUERY) {
            return () -> {};
        }
        QueryListener listener = new QueryListener();
        try {
            query.sparkSession().streams().addListener(listener);
        } catch (RuntimeException e) {
            LOG.debug("The session of query {} takes no listener", query.id(), e);
        }
        return () -> {
            try {
                query.sparkSession().streams().removeListener(listener);
            } catch (RuntimeException e) {
                LOG.debug("The session of query {} is gone", query.id(), e);
            }
        };
    }
}
