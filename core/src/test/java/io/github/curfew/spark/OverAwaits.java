package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Queries that are awaited in code, and what holds them. */
@Timeout(90)
abstract class OverAwaits extends OverBuilder {
    private final List<StreamingQuery> queries = new ArrayList<>();
    final Gate gate = new Gate();

    @AfterEach
    void everythingIsCleanedUp() throws Exception {
        client.close();
        gate.open();
        for (StreamingQuery query : queries) {
            query.stop();
        }
        for (Thread thread : threads) {
            thread.join(LONG.toMillis());
        }
        endPlugin();
        assertNothingIsLeft();
    }

    Ledger ledger(String name) throws Exception {
        Ledger ledger = new Ledger(Files.createDirectories(home.resolve(name)));
        ledger.feed(3, 3);
        return ledger;
    }

    StreamingQuery start(String name) throws Exception {
        return start(name, ledger(name).sink(Duration.ofMillis(5)));
    }

    StreamingQuery start(String name, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
        StreamingQuery query = session.readStream()
                .option("maxFilesPerTrigger", 1L)
                .text(Files.createDirectories(home.resolve(name).resolve("input"))
                        .toString())
                .writeStream()
                .queryName(name)
                .foreachBatch(sink)
                .start();
        queries.add(query);
        return query;
    }

    CompletableFuture<String> awaiting(StreamingQuery query) {
        return fork(() -> {
            curfew().awaitTermination(query);
            return "returned";
        });
    }

    void awaitListed(String... names) {
        await().atMost(LONG).untilAsserted(() -> assertThat(listed()).containsExactlyInAnyOrder(names));
    }

    private List<String> listed() throws InterruptedException {
        return client.roster().stream()
                .filter(entry -> entry.status().state() == RunState.RUNNING)
                .map(entry -> entry.status().run().displayName())
                .toList();
    }

    Report.OfSignal stop(String selector) throws InterruptedException {
        Signal signal = Signal.create("/tests", Action.STOP, Selector.parse(selector), Terms.DEFAULT, Instant.now());
        try (Tracking tracking = client.track(signal)) {
            Progress progress = tracking.await(LONG);
            assertThat(progress.runs()).hasSize(1);
            return Objects.requireNonNull(progress.runs().get(0).report());
        }
    }
}
