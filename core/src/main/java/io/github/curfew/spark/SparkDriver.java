package io.github.curfew.spark;

import io.github.curfew.engine.Engine;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Curfew on this driver, for as long as its SparkContext lives. A JVM has one at the most. Thread-safe. */
final class SparkDriver {
    private static final Logger LOG = LoggerFactory.getLogger(SparkDriver.class);

    /** What lies between the word that a query has ended and the end of its thread, for all of them. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    // Spark makes its listeners by itself, so they have no other way to find it.
    private static volatile @Nullable SparkDriver current;

    private final Engine engine;
    private final QueryLabels labels;
    private final Map<String, QueryRun> runs = new ConcurrentHashMap<>();

    private SparkDriver(Engine engine, QueryLabels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /** Becomes the current one of this JVM. */
    static SparkDriver begin(Engine engine, QueryLabels labels) {
        SparkDriver driver = new SparkDriver(engine, labels);
        current = driver;
        return driver;
    }

    /** The one whose SparkContext lives, or null. */
    static @Nullable SparkDriver current() {
        return current;
    }

    /** Puts a query under curfew; on its own thread, before its first batch. */
    void started(UUID id, UUID runId) {
        StreamingQuery query = RunningQueries.starting(id, runId);
        if (query == null) {
            LOG.warn("Query {} (run {}) started and cannot be found, so it is not under curfew", id, runId);
            return;
        }
        runs.values().removeIf(QueryRun::hasEnded);
        RunInfo info = new RunInfo(runId.toString(), Instant.now(), labels.of(query));
        QueryRun run = new QueryRun(info, query, QueryInternals.of(query));
        runs.put(info.id(), run);
        engine.starting(run);
    }

    /** Hears of a query's progress. */
    void progressed(StreamingQueryProgress progress) {
        QueryRun run = runs.get(progress.runId().toString());
        if (run != null) {
            run.progressed(progress);
        }
    }

    /** Hears of a query's end. */
    void terminated(UUID runId) {
        runs.values().removeIf(QueryRun::hasEnded);
        engine.ended(runId.toString());
    }

    /** Says the last words, and is no longer the current one. */
    void end(String why) {
        if (current == this) {
            current = null;
        }
        awaitThoseThatEnd();
        runs.clear();
        engine.close(why);
    }

    /**
     * An application that waits for a query hears of its end a moment before its thread is gone, and may stop its context
     * at once: a query that has drained would then be taken for one that still lives.
     */
    private void awaitThoseThatEnd() {
        long end = System.nanoTime() + LONGEST_END.toNanos();
        for (QueryRun run : runs.values()) {
            run.awaitEndIfNear(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        }
    }

    /** Its engine. */
    Engine engine() {
        return engine;
    }
}
