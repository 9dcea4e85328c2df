package io.github.curfew.spark;

import io.github.curfew.config.Settings;
import io.github.curfew.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Curfew on this driver: for as long as its SparkContext lives, where the plugin began it, or for as long as somebody
 * waits for a query. A JVM has one at the most. Thread-safe.
 */
final class SparkDriver {
    private static final Logger LOG = LoggerFactory.getLogger(SparkDriver.class);

    /** What lies between the word that a query has ended and the end of its thread, for all of them. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(8);

    // Spark makes its listeners by itself, so they have no other way to find it.
    private static volatile @Nullable SparkDriver current;

    private final SparkContext context;
    private final Settings settings;
    private final Scope scope;
    private final Engine engine;
    private final QueryLabels labels;
    private final QueryHold holding;
    private final Map<String, StreamRun> runs = new ConcurrentHashMap<>();
    private final @Nullable ContextWatch contexts;
    private final @Nullable ContextListener contextListener;
    private volatile @Nullable ExitHook hook;

    /** Which queries are under curfew. */
    enum Scope {
        /** Those of every session, from their start. */
        EVERY_QUERY,
        /** Those that somebody waits for. */
        AWAITED
    }

    /**
     * A driver that is not yet the current one.
     *
     * @param context whose queries it is for
     * @param settings what it goes by
     * @param scope which of them
     * @param engine listening already, and closed by this driver's end
     * @param labels for its queries
     * @param running those that the engine knows already
     */
    SparkDriver(
            SparkContext context,
            Settings settings,
            Scope scope,
            Engine engine,
            QueryLabels labels,
            List<StreamRun> running) {
        this.context = context;
        this.settings = settings;
        this.scope = scope;
        this.engine = engine;
        this.labels = labels;
        this.holding = new QueryHold(engine, settings);
        this.contexts = ContextWatch.isPossible() ? new ContextWatch(this, context) : null;
        this.contextListener = contexts == null || scope == Scope.AWAITED ? null : new ContextListener(contexts);
        running.forEach(run -> runs.put(run.info().id(), run));
    }

    /** Becomes the current one of this JVM, and has every run drained when the JVM exits. */
    void begin() {
        hook = ExitHook.add(this, settings.sigtermDeadline());
        current = this;
        if (contextListener != null) {
            context.addSparkListener(contextListener);
        }
    }

    /** The one that listens now, or null. */
    static @Nullable SparkDriver current() {
        return current;
    }

    /** The one that listens now for this SparkContext, or null. */
    static @Nullable SparkDriver of(SparkContext context) {
        SparkDriver driver = current;
        return driver != null && driver.context == context ? driver : null;
    }

    /** What it goes by. */
    Settings settings() {
        return settings;
    }

    /** Which queries it is for. */
    Scope scope() {
        return scope;
    }

    /**
     * Puts a query under curfew; on its own thread, before its first batch, and until that may begin.
     *
     * @throws GivenUpError if it has to fail instead
     */
    void started(UUID id, UUID runId) {
        if (scope == Scope.AWAITED && !HeldStart.isCurrent()) {
            return;
        }
        StreamingQuery query = RunningQueries.starting(id, runId);
        if (query == null && settings.takesOver()) {
            throw new GivenUpError("query " + id + " cannot be found in this Spark, so it cannot be held until its"
                    + " predecessor has stopped: leave curfew.takeover out");
        }
        if (query == null) {
            LOG.warn("Query {} (run {}) started and cannot be found, so it is not under curfew", id, runId);
            return;
        }
        if (OwnStarts.take(query)) {
            return;
        }
        if (settings.takesOver()) {
            hold(query);
        } else {
            join(query);
        }
    }

    /** Puts a query under curfew that begins only when its predecessor has ended. Blocks until then. */
    private void hold(StreamingQuery query) {
        QueryRun run = QueryRun.of(query, labels);
        runs.values().removeIf(StreamRun::hasEnded);
        if (runs.putIfAbsent(run.info().id(), run) == null) {
            holding.hold(query, run);
        }
    }

    /** Puts a query under curfew, from now on; without effect if it is already. */
    void join(StreamingQuery query) {
        join(QueryRun.of(query, labels));
    }

    /** The same for any stream. */
    void join(StreamRun run) {
        runs.values().removeIf(StreamRun::hasEnded);
        if (runs.putIfAbsent(run.info().id(), run) == null) {
            engine.starting(run);
        }
    }

    /** The stream of this run that is under curfew, or null. */
    @Nullable StreamRun run(String runId) {
        return runs.get(runId);
    }

    /**
     * Makes a query part of a managed lifecycle: no run of its own, for whoever stops it would stop a part.
     *
     * @return what the lifecycle drains
     */
    QueryRun adopt(StreamingQuery query) {
        runs.values().removeIf(StreamRun::hasEnded);
        QueryRun run = QueryRun.of(query, labels);
        if (runs.put(run.info().id(), run) != null && !engine.release(run.info().id())) {
            LOG.info("Query {} is being stopped already, before its lifecycle had it in hand", query.id());
        }
        return run;
    }

    /** What was found, and is part of a managed lifecycle, is no run of its own. */
    void setAside(String runId) {
        if (runs.remove(runId) != null && !engine.release(runId)) {
            LOG.info("Run {} is being stopped already, before its lifecycle had it in hand", runId);
        }
    }

    /** Where StreamingContexts are found; null where Spark has none. */
    @Nullable ContextWatch contexts() {
        return contexts;
    }

    /** Labels for its streams. */
    QueryLabels labels() {
        return labels;
    }

    /**
     * Lets go of a stream that goes on.
     *
     * @return false if it was asked to stop, or has ended, and is let go of only when that has been told
     */
    boolean release(String runId) {
        boolean released = engine.release(runId);
        if (released) {
            runs.remove(runId);
            if (contexts != null) {
                contexts.forget(runId);
            }
        }
        return released;
    }

    /** Hears of a query's progress. */
    void progressed(StreamingQueryProgress progress) {
        if (runs.get(progress.runId().toString()) instanceof QueryRun run) {
            run.progressed(progress);
        }
    }

    /** Hears of a stream's end. */
    void terminated(String runId) {
        runs.values().removeIf(StreamRun::hasEnded);
        engine.ended(runId);
    }

    /** Says the last words, and is no longer the current one. Blocks for at most some eight seconds. */
    void end(String why) {
        end(why, LONGEST_FAREWELL);
    }

    /** The same, within this time. */
    void end(String why, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        if (current == this) {
            current = null;
        }
        ExitHook hooked = hook;
        if (hooked != null) {
            hooked.remove();
        }
        Duration quarter = within.dividedBy(4);
        awaitThoseThatEnd(LONGEST_END.compareTo(quarter) < 0 ? LONGEST_END : quarter);
        runs.clear();
        stopFinding();
        engine.close(why, Duration.ofNanos(end - System.nanoTime()));
    }

    private void stopFinding() {
        if (contexts != null) {
            contexts.close();
        }
        if (contextListener != null) {
            context.removeSparkListener(contextListener);
        }
    }

    /**
     * An application that waits for a query hears of its end a moment before its thread is gone, and may stop its context
     * at once: a query that has drained would then be taken for one that still lives.
     */
    private void awaitThoseThatEnd(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        for (StreamRun run : runs.values()) {
            run.awaitEndIfNear(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        }
    }

    /** Its engine. */
    Engine engine() {
        return engine;
    }
}
