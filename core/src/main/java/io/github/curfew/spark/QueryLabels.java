package io.github.curfew.spark;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives streams their labels: those of the application, those of the stream's session, and its own. */
final class QueryLabels {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLabels.class);
    private static final String SESSION_PREFIX = "spark.curfew.labels.";

    private final Map<String, String> application;
    private final Labels configured;

    /**
     * Labels for the queries of one application.
     *
     * @param appId its id
     * @param appName its name
     * @param user who runs it
     * @param configured the labels that its configuration gives to all of its runs
     */
    QueryLabels(String appId, String appName, String user, Labels configured) {
        this.application =
                Map.of(Labels.APP_ID, appId, Labels.APP_NAME, appName, Labels.USER, user, Labels.KIND, "structured");
        this.configured = configured;
    }

    /** All labels of a query. */
    Labels of(StreamingQuery query) {
        Map<String, String> given = new HashMap<>(application);
        given.put(Labels.QUERY_ID, query.id().toString());
        given.put(Labels.RUN_ID, query.runId().toString());
        String name = query.name();
        if (name != null) {
            given.put(Labels.QUERY_NAME, name);
        }
        return configured.with(ofSession(query.sparkSession())).with(given);
    }

    /**
     * All labels of a managed lifecycle.
     *
     * @param session whose labels it has too, or null
     */
    Labels ofLifecycle(@Nullable SparkSession session, String name, String runId) {
        Map<String, String> given = new HashMap<>(application);
        given.put(Labels.KIND, "lifecycle");
        given.put(Labels.QUERY_NAME, name);
        given.put(Labels.RUN_ID, runId);
        return configured.with(session == null ? Map.of() : ofSession(session)).with(given);
    }

    /** All labels of a StreamingContext, which has neither a name nor an id but its application's. */
    Labels ofContext(String runId) {
        Map<String, String> given = new HashMap<>(application);
        given.put(Labels.KIND, "dstream");
        given.put(Labels.RUN_ID, runId);
        return configured.with(given);
    }

    /** What a session says; it was given the SparkConf's entries when it began. */
    private static Map<String, String> ofSession(SparkSession session) {
        Map<String, String> labels = new TreeMap<>();
        try {
            Object state = Reflection.result(session, "sessionState");
            Map<?, ?> settings = (Map<?, ?>) Reflection.result(Reflection.result(state, "conf"), "settings");
            synchronized (settings) {
                settings.forEach((key, value) ->
                        add(labels, String.valueOf(key), String.valueOf(value).strip()));
            }
        } catch (ReflectiveOperationException | ClassCastException e) {
            LOG.warn("The labels that a session gives to its streams cannot be read: {}", Reflection.reason(e));
        }
        return labels;
    }

    private static void add(Map<String, String> labels, String key, String value) {
        if (!key.startsWith(SESSION_PREFIX)) {
            return;
        }
        String label = key.substring(SESSION_PREFIX.length());
        try {
            Labels.check(label, value);
            labels.put(label, value);
        } catch (MalformedException e) {
            // The session is running: this is no time to fail.
            LOG.warn("{} of a session is left out: {}", Quoted.plain(key), e.getMessage());
        }
    }
}
