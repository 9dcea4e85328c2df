package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.config.Settings;
import io.github.curfew.model.Outcome;
import java.util.Objects;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** A held query that something else than its predecessor ends or lets go: a signal, its application, the end of that. */
class HeldQueryStopTest extends OverHolds {
    @Test
    void itIsStoppedByASignalWithoutABatch() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        var result = client(settings)
                .stop("run.id=" + query.runId())
                .track()
                .result()
                .get();
        assertThat(result.progress().runs()).singleElement().satisfies(run -> {
            assertThat(Objects.requireNonNull(run.report()).outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(Objects.requireNonNull(run.report()).detail()).contains("processed nothing");
        });
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
    }

    @Test
    void aResumeLetsItGo() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        var result = client(settings)
                .resume("run.id=" + query.runId())
                .track()
                .result()
                .get();
        assertThat(result.progress().runs())
                .singleElement()
                .satisfies(
                        run -> assertThat(Objects.requireNonNull(run.report()).outcome())
                                .isEqualTo(Outcome.RESUMED));
        await().atMost(LONG).until(() -> ledger("orders").written() == 8);
    }

    @Test
    void itsApplicationCanStopItAndStartOthers() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion other = other(settings);
        OtherVersion.Seeming predecessor = other.has(made("orders"));
        String second = made("payments");
        SparkDriver driver = begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        query.stop();
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
        await().atMost(LONG).until(() -> driver.engine().runs().isEmpty());
        // The interrupt of the stop has not cost the session its listener.
        OtherVersion.Seeming next = other.has(second);
        var unused = start("payments");
        awaitAsked(next);
        assertThat(ledger("payments").written()).isEqualTo(4);
    }

    @Test
    void theEndOfTheApplicationEndsIt() throws Exception {
        Settings settings = settings("takeover.gather", "1s");
        OtherVersion.Seeming predecessor = other(settings).has(made("orders"));
        SparkDriver driver = begin(settings);
        StreamingQuery query = start("orders");
        awaitAsked(predecessor);
        driver.end("the application stopped its SparkContext");
        assertThat(query.awaitTermination(LONG.toMillis())).isTrue();
        assertThat(ledger("orders").written()).isEqualTo(4);
    }
}
