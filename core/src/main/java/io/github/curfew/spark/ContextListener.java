package io.github.curfew.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that there is a StreamingContext: whatever happens to one, Spark says so on the SparkContext's own bus, wrapped in
 * an event that it shows to nobody. Names no class of spark-streaming. Called on Spark's thread; does not block.
 */
final class ContextListener extends SparkListener {
    private static final Logger LOG = LoggerFactory.getLogger(ContextListener.class);
    private static final String STREAMING = "org.apache.spark.streaming.";

    private final ContextWatch watch;

    ContextListener(ContextWatch watch) {
        this.watch = watch;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event.getClass().getName().startsWith(STREAMING)) {
            try {
                watch.look();
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("A StreamingContext may not be under curfew", e);
            }
        }
    }
}
