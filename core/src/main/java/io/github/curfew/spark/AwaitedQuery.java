package io.github.curfew.spark;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query that somebody waits for.
 *
 * @param query started in this JVM
 * @param listener by which its progress and its end are heard of
 */
record AwaitedQuery(StreamingQuery query, QueryListener listener) implements Awaitable {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedQuery.class);

    AwaitedQuery(StreamingQuery query) {
        this(query, new QueryListener());
    }

    @Override
    public SparkContext context() {
        return query.sparkSession().sparkContext();
    }

    @Override
    public StreamRun run(QueryLabels labels) {
        return QueryRun.of(query, labels);
    }

    @Override
    public String runId() {
        return query.runId().toString();
    }

    @Override
    public boolean isActive() {
        return query.isActive();
    }

    @Override
    public void await(Duration longest) throws Exception {
        boolean unused = query.awaitTermination(Math.max(1, longest.toMillis()));
    }

    @Override
    public void listen(SparkDriver driver) {
        try {
            query.sparkSession().streams().addListener(listener);
        } catch (RuntimeException e) {
            LOG.debug("The session of query {} takes no listener", query.id(), e);
        }
    }

    @Override
    public void forget() {
        try {
            query.sparkSession().streams().removeListener(listener);
        } catch (RuntimeException e) {
            LOG.debug("The session of query {} is gone", query.id(), e);
        }
    }
}
