package io.github.curfew.spark;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a query by its ids, whatever session it belongs to. */
final class RunningQueries {
    private static final Logger LOG = LoggerFactory.getLogger(RunningQueries.class);

    private RunningQueries() {}

    /**
     * Finds a query that is being started on the calling thread.
     *
     * @return the query, or null where it cannot be found
     */
    static @Nullable StreamingQuery starting(UUID id, UUID runId) {
        for (Object session : new @Nullable Object[] {active(), standard()}) {
            if (session instanceof SparkSession sparkSession) {
                StreamingQuery query = ofAllSessions(session, id);
                if (query == null) {
                    query = sparkSession.streams().get(id);
                }
                if (query != null && query.runId().equals(runId)) {
                    return query;
                }
            }
        }
        StreamingQuery own = ofThread(Thread.currentThread());
        return own != null && own.runId().equals(runId) ? own : null;
    }

    private static @Nullable StreamingQuery ofAllSessions(Object session, UUID id) {
        try {
            Object shared = Reflection.result(session, "sharedState");
            Map<?, ?> active = (Map<?, ?>) Reflection.result(shared, "activeStreamingQueries");
            return (StreamingQuery) active.get(id);
        } catch (ReflectiveOperationException | ClassCastException e) {
            LOG.debug("The list of the queries of all sessions is not as expected", e);
            return null;
        }
    }

    /**
     * The query that runs on this thread, by the reference that the thread itself has: an application can have sessions
     * that share nothing, and then neither the active nor the default one need know of the query.
     */
    private static @Nullable StreamingQuery ofThread(Thread thread) {
        for (Field field : thread.getClass().getDeclaredFields()) {
            if (StreamingQuery.class.isAssignableFrom(field.getType())) {
                try {
                    field.setAccessible(true);
                    return (StreamingQuery) field.get(thread);
                } catch (IllegalAccessException | RuntimeException e) {
                    LOG.debug("The thread of a query is not as expected", e);
                }
            }
        }
        return null;
    }

    private static @Nullable Object active() {
        return open(SparkSession.getActiveSession());
    }

    private static @Nullable Object standard() {
        return open(SparkSession.getDefaultSession());
    }

    private static @Nullable Object open(Object option) {
        try {
            return Reflection.orNull(option);
        } catch (ReflectiveOperationException e) {
            LOG.debug("A Scala Option is not as expected", e);
            return null;
        }
    }
}
