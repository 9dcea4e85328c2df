package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.model.Labels;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class QueryLabelsTest {
    @Test
    void aSessionsLabelsGoBeforeTheDriversAndBehindItsOwn() throws Exception {
        SparkSession session = LocalSpark.session();
        session.conf().set("spark.curfew.labels.team", "payments");
        session.conf().set("spark.curfew.labels.kind", "mine");
        session.conf().set("spark.curfew.labels.no\nname", "x");
        session.conf().set("spark.curfew.labels.empty", "");
        StreamingQuery query = session.readStream()
                .format("rate")
                .load()
                .writeStream()
                .queryName("labelled")
                .format("noop")
                .start();
        try {
            QueryLabels labels = new QueryLabels(
                    "app-1", "tests", "somebody", Labels.of(Map.of("team", "everyone", "stage", "test")));

            assertThat(labels.of(query).asMap())
                    .containsOnly(
                            Map.entry("team", "payments"),
                            Map.entry("stage", "test"),
                            Map.entry("kind", "structured"),
                            Map.entry("app.id", "app-1"),
                            Map.entry("app.name", "tests"),
                            Map.entry("user", "somebody"),
                            Map.entry("query.id", query.id().toString()),
                            Map.entry("query.name", "labelled"),
                            Map.entry("run.id", query.runId().toString()));
        } finally {
            query.stop();
        }
    }
}
