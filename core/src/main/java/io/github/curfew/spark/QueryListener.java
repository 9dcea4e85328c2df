package io.github.curfew.spark;

import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of the queries of one session and puts them under curfew. {@link CurfewPlugin} sees to it that Spark gives one
 * to every session; without the plugin it does nothing. Never harms a query: what goes wrong here is logged, unless a query
 * could not be held. Called on Spark's threads; the start of a query waits here for its fence, at most some two seconds; and
 * with {@code curfew.takeover} until its predecessor has ended.
 */
public final class QueryListener extends StreamingQueryListener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(QueryListener.class);

    /** Made by Spark, once for each session. */
    public QueryListener() {}

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
        SparkDriver driver = SparkDriver.current();
        try {
            if (driver != null) {
                driver.started(event.id(), event.runId());
            }
        } catch (GivenUpError e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            if (driver != null && driver.settings().takesOver()) {
                // It would run beside its predecessor.
                throw new GivenUpError(
                        "query " + event.id() + " could not be held until its predecessor has stopped", e);
            }
            LOG.warn("Query {} started and is not under curfew", event.id(), e);
        } finally {
            // A stop of a query that starts interrupts this very thread. Spark would see the interrupt as this
            // listener's
            // and remove it, and the session's later queries would start unheard. The query itself needs no interrupt
            // to end: its state says so before it looks for its first batch.
            if (Thread.interrupted()) {
                LOG.debug("Query {} was stopped while it started", event.id());
            }
        }
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        try {
            SparkDriver driver = SparkDriver.current();
            if (driver != null) {
                driver.progressed(event.progress());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Progress of query {} went unheard", event.progress().id(), e);
        }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
        try {
            SparkDriver driver = SparkDriver.current();
            if (driver != null) {
                driver.terminated(event.runId().toString());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The end of query {} went unheard", event.id(), e);
        }
    }
}
