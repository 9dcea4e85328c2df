package io.github.curfew.spark;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.StreamingQueryStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains by Spark's public API alone, for a Spark whose inside is not as expected: it calls {@code stop()} at a moment
 * when no batch seems to be under way. That is a guess that comes true most often, not a proof.
 */
final class PublicDrain implements Drain {
    private static final Logger LOG = LoggerFactory.getLogger(PublicDrain.class);

    /**
     * With the default trigger the next one begins at once, so at a progress event there is hardly ever none active. One
     * that is no older than this still looks for data and has given no row to the sink; when a busy listener bus
     * delivers the event later than this, stopping at once would cut the next batch.
     */
    private static final Duration FRESH = Duration.ofMillis(10);

    private final StreamingQuery query;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean asked;

    PublicDrain(StreamingQuery query) {
        this.query = query;
    }

    @Override
    public void step() {
        asked = true;
        StreamingQueryStatus status = query.status();
        if (!status.isTriggerActive() && !status.isDataAvailable()) {
            // A query without data tells no progress.
            stop();
        }
    }

    @Override
    public void progressed(StreamingQueryProgress progress) {
        if (asked && (!query.status().isTriggerActive() || isFresh(progress))) {
            stop();
        }
    }

    private static boolean isFresh(StreamingQueryProgress progress) {
        Long took = progress.durationMs().get("triggerExecution");
        try {
            Instant end = Instant.parse(progress.timestamp()).plusMillis(took == null ? 0 : took);
            return took != null && Duration.between(end, Instant.now()).compareTo(FRESH) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Stops from a thread of its own: {@code stop()} joins, and neither a listener nor the engine may wait for that. */
    private void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        query.stop();
                    } catch (TimeoutException | RuntimeException e) {
                        LOG.warn("Query {} was told to stop and did not: {}", query.id(), Reflection.reason(e));
                        stopping.set(false);
                    }
                },
                "curfew-stop-" + query.runId());
        thread.setDaemon(true);
        thread.start();
    }
}
