package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;

/**
 * Curfew in one line of code: {@code Curfew.awaitTermination(query)} in the place of {@code query.awaitTermination()}.
 * The query is under curfew from the call on and until it ends: whoever is allowed to can stop it from outside, between
 * two batches, and a SIGTERM drains it. Signals that were published before the call do not count for it. The same goes for
 * a StreamingContext.
 *
 * <p>Settings are those of the SparkConf, of the environment, of the system properties and of the file that one of them
 * names, as for {@link CurfewPlugin}; a {@link #builder()} adds some in code. The plugin is not needed; where it is
 * there, what it has opened is shared. A SparkContext has one Curfew that listens, however many queries are awaited, by
 * however many threads: whoever comes later shares it, and settings given in code that differ from its own are an error.
 *
 * <p>All methods throw {@link ConfigurationException} with every problem at once, before they wait, if the settings are
 * missing or wrong, and {@link CurfewException} if the query runs in another JVM, behind Spark Connect. They are safe for
 * any number of threads.
 */
public final class Curfew {
    /** By its name alone: a client of Spark Connect, who is told of it, has not the classes that it is made of. */
    private static final String PLUGIN = "io.github.curfew.spark.CurfewPlugin";

    private Curfew() {}

    /**
     * Waits until a query has ended, stopped from outside or not. Blocks until then, and for some seconds at the most
     * until the last report is told and everything of Curfew's is closed. A query that has ended already is not put under
     * curfew. If the waiting thread is interrupted, it throws {@link InterruptedException} as Spark's own does, and the
     * query is no longer under curfew.
     *
     * @param query started in this JVM
     * @throws StreamingQueryException if the query has failed, as its own {@code awaitTermination} does
     */
    public static void awaitTermination(StreamingQuery query) throws StreamingQueryException {
        builder().awaitTermination(query);
    }

    /**
     * Waits until a query has ended, or the time is over. The query then stays under curfew until it ends, so that a loop
     * of such waits misses nothing.
     *
     * @param query started in this JVM
     * @param longest how long to wait; nothing or less only looks
     * @return whether the query has ended
     * @throws StreamingQueryException if the query has failed, as its own {@code awaitTermination} does
     */
    public static boolean awaitTermination(StreamingQuery query, Duration longest) throws StreamingQueryException {
        return builder().awaitTermination(query, longest);
    }

    /**
     * Waits until a StreamingContext has ended, as {@link #awaitTermination(StreamingQuery)} does for a query. The type of
     * the parameter keeps this class free of DStreams, which need not be on the class path.
     *
     * @param context a {@code JavaStreamingContext} that was started in this JVM; in Scala {@code new
     *     JavaStreamingContext(ssc)}, in Python {@code ssc._jssc}
     * @throws InterruptedException if the waiting thread was interrupted; the context is then no longer under curfew
     * @throws CurfewException if it is something else, or was not started; whatever a batch has thrown is thrown too, as by
     *     its own {@code awaitTermination}, and the context, which goes on, is then no longer under curfew
     */
    public static void awaitTermination(Closeable context) throws InterruptedException {
        builder().awaitTermination(context);
    }

    /**
     * Waits until a StreamingContext has ended, or the time is over. It then stays under curfew until it ends, so that a
     * loop of such waits misses nothing.
     *
     * @param context a {@code JavaStreamingContext} that was started in this JVM
     * @param longest how long to wait; nothing or less only looks
     * @return whether it has ended
     * @throws InterruptedException if the waiting thread was interrupted; the context is then no longer under curfew
     */
    public static boolean awaitTermination(Closeable context, Duration longest) throws InterruptedException {
        return builder().awaitTermination(context, longest);
    }

    /**
     * Waits until all of several queries have ended: each can be stopped without the others.
     *
     * @param queries started in this JVM
     * @throws StreamingQueryException as soon as one has failed; the others are then no longer under curfew
     */
    public static void awaitAllTermination(Collection<? extends StreamingQuery> queries)
            throws StreamingQueryException {
        builder().awaitAllTermination(queries);
    }

    /**
     * Waits until all of several queries have ended, or the time is over. Those that have not ended then stay under
     * curfew until they do, so that a loop of such waits misses nothing.
     *
     * @param queries started in this JVM
     * @param longest how long to wait; nothing or less only looks
     * @return whether all have ended
     * @throws StreamingQueryException as soon as one has failed; the others are then no longer under curfew
     */
    public static boolean awaitAllTermination(Collection<? extends StreamingQuery> queries, Duration longest)
            throws StreamingQueryException {
        return builder().awaitAllTermination(queries, longest);
    }

    /**
     * Begins a managed lifecycle: a stream that stops, lets something be done, and goes on, on a schedule or when told.
     *
     * @param session of its queries; the labels that its configuration gives are the lifecycle's
     * @param name by which it is addressed, as a query by its name
     * @return a lifecycle to be described, and then to be run
     */
    public static ManagedLifecycle manage(SparkSession session, String name) {
        return builder().manage(session, name);
    }

    /**
     * Begins a managed lifecycle where there is no session, as with DStreams.
     *
     * @param context on which its streams run
     * @param name by which it is addressed, as a query by its name
     * @return a lifecycle to be described, and then to be run
     */
    public static ManagedLifecycle manage(SparkContext context, String name) {
        return builder().manage(context, name);
    }

    /**
     * Begins with settings in code.
     *
     * @return none yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings given in code, which go before those of all other places. Not thread-safe while they are being given. */
    public static final class Builder {
        private final Map<String, String> given = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Gives a setting.
         *
         * @param key with or without {@code curfew.}, such as {@code redis.url}
         * @param value as it would be written elsewhere, such as {@code 2m}
         * @return this
         */
        public Builder set(String key, String value) {
            given.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Names a file of settings, which counts for what is set nowhere else.
         *
         * @param path of a file of any kind that the setting {@code config} takes
         * @return this
         */
        public Builder file(Path path) {
            return set("config", path.toString());
        }

        /**
         * Waits until a query has ended; see {@link Curfew#awaitTermination(StreamingQuery)}.
         *
         * @param query started in this JVM
         * @throws StreamingQueryException if the query has failed
         */
        public void awaitTermination(StreamingQuery query) throws StreamingQueryException {
            boolean unused = await(List.of(query), null);
        }

        /**
         * Waits until a query has ended, or the time is over; see
         * {@link Curfew#awaitTermination(StreamingQuery, Duration)}.
         *
         * @param query started in this JVM
         * @param longest how long to wait
         * @return whether the query has ended
         * @throws StreamingQueryException if the query has failed
         */
        public boolean awaitTermination(StreamingQuery query, Duration longest) throws StreamingQueryException {
            return await(List.of(query), Objects.requireNonNull(longest, "longest"));
        }

        /**
         * Waits until a StreamingContext has ended; see {@link Curfew#awaitTermination(Closeable)}.
         *
         * @param context a {@code JavaStreamingContext} that was started in this JVM
         * @throws InterruptedException if the waiting thread was interrupted
         */
        public void awaitTermination(Closeable context) throws InterruptedException {
            boolean unused = await(context, null);
        }

        /**
         * Waits until a StreamingContext has ended, or the time is over; see
         * {@link Curfew#awaitTermination(Closeable, Duration)}.
         *
         * @param context a {@code JavaStreamingContext} that was started in this JVM
         * @param longest how long to wait
         * @return whether it has ended
         * @throws InterruptedException if the waiting thread was interrupted
         */
        public boolean awaitTermination(Closeable context, Duration longest) throws InterruptedException {
            return await(context, Objects.requireNonNull(longest, "longest"));
        }

        /**
         * Waits until all of several queries have ended; see {@link Curfew#awaitAllTermination(Collection)}.
         *
         * @param queries started in this JVM
         * @throws StreamingQueryException as soon as one has failed
         */
        public void awaitAllTermination(Collection<? extends StreamingQuery> queries) throws StreamingQueryException {
            boolean unused = await(List.copyOf(queries), null);
        }

        /**
         * Waits until all of several queries have ended, or the time is over; see
         * {@link Curfew#awaitAllTermination(Collection, Duration)}.
         *
         * @param queries started in this JVM
         * @param longest how long to wait
         * @return whether all have ended
         * @throws StreamingQueryException as soon as one has failed
         */
        public boolean awaitAllTermination(Collection<? extends StreamingQuery> queries, Duration longest)
                throws StreamingQueryException {
            return await(List.copyOf(queries), Objects.requireNonNull(longest, "longest"));
        }

        /**
         * Starts a query that is held before its first batch until the run of the same query id, in another application,
         * has stopped, which is told to: so that a new version goes on where the old one stops, and never two at once. It
         * is what {@code takeover=true} does for every query where the plugin is there. Returns when Spark's own
         * {@code start()} does, which is at once; the query is under curfew from then on until it ends.
         *
         * @param session of the query
         * @param start starts the query, on the calling thread, and returns it
         * @param <Q> the query's type
         * @return the query, which may be held still
         * @throws Exception what the start throws
         */
        public <Q extends StreamingQuery> Q takeOver(SparkSession session, Callable<Q> start) throws Exception {
            SparkContext context = context("the session", () -> Objects.requireNonNull(session, "session"));
            Map<String, String> settings = new LinkedHashMap<>(given);
            settings.put("takeover", "true");
            Vigil vigil = Vigil.beginLifecycle(context, settings);
            try {
                Q query = HeldStart.of(session, Objects.requireNonNull(start, "start"));
                List<AwaitedQuery> streams = List.of(new AwaitedQuery(query));
                if (query.isActive()) {
                    Vigil.begin(context, settings, streams).leave(streams, true);
                }
                return query;
            } finally {
                vigil.leave();
            }
        }

        /**
         * Begins a managed lifecycle; see {@link Curfew#manage(SparkSession, String)}.
         *
         * @param session of its queries
         * @param name by which it is addressed
         * @return a lifecycle to be described, and then to be run
         */
        public ManagedLifecycle manage(SparkSession session, String name) {
            Objects.requireNonNull(session, "session");
            return new ManagedLifecycle(given, context("the session", () -> session), session, name);
        }

        /**
         * Begins a managed lifecycle; see {@link Curfew#manage(SparkContext, String)}.
         *
         * @param context on which its streams run
         * @param name by which it is addressed
         * @return a lifecycle to be described, and then to be run
         */
        public ManagedLifecycle manage(SparkContext context, String name) {
            return new ManagedLifecycle(given, Objects.requireNonNull(context, "context"), null, name);
        }

        private boolean await(List<StreamingQuery> queries, @Nullable Duration longest) throws StreamingQueryException {
            List<SparkContext> contexts =
                    queries.stream().map(Curfew::context).distinct().toList();
            List<StreamingQuery> running =
                    queries.stream().filter(StreamingQuery::isActive).distinct().toList();
            if (running.isEmpty()) {
                return Waiting.await(queries, longest);
            }
            List<AwaitedQuery> streams = running.stream().map(AwaitedQuery::new).toList();
            Vigil vigil = Vigil.begin(contexts.get(0), given, streams);
            boolean timeIsOver = false;
            try {
                boolean ended = Waiting.await(queries, longest);
                timeIsOver = !ended;
                return ended;
            } finally {
                vigil.leave(streams, timeIsOver);
            }
        }

        private boolean await(Closeable context, @Nullable Duration longest) throws InterruptedException {
            AwaitedContext stream = AwaitedContext.of(Objects.requireNonNull(context, "context"));
            if (!stream.isActive()) {
                return stream.awaitOrTimeout(longest);
            }
            Vigil vigil = Vigil.begin(stream.context(), given, List.of(stream));
            boolean timeIsOver = false;
            try {
                boolean ended = stream.awaitOrTimeout(longest);
                timeIsOver = !ended;
                return ended;
            } finally {
                vigil.leave(List.of(stream), timeIsOver);
            }
        }
    }

    private static SparkContext context(StreamingQuery query) {
        return context("the query " + query.id(), query::sparkSession);
    }

    private static SparkContext context(String named, Supplier<SparkSession> session) {
        try {
            return session.get().sparkContext();
        } catch (RuntimeException | LinkageError e) {
            throw new CurfewException(
                    named + " runs behind Spark Connect, in another JVM, where it cannot be reached from here: start"
                            + " that server with --conf spark.plugins=" + PLUGIN,
                    e);
        }
    }
}
