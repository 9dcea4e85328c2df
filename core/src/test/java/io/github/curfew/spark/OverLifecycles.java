package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.Progress;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Managed lifecycles, and the plugin's part where a test wants it. */
@Timeout(180)
abstract class OverLifecycles extends OverBuilder {
    final List<String> rounds = Collections.synchronizedList(new ArrayList<>());
    private @Nullable QueryListener listener;

    @AfterEach
    void everythingIsCleanedUp() throws Exception {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(LONG.toMillis());
        }
        for (StreamingQuery query : session.streams().active()) {
            query.stop();
        }
        client.close();
        endPlugin();
        if (listener != null) {
            session.streams().removeListener(listener);
        }
        assertNothingIsLeft();
    }

    /** Listens as the plugin does, from now on. */
    void plugin() {
        SparkDriver unused = LocalSpark.driver(settings(), "of-the-plugin", Ways.open(settings(), "of-the-plugin"));
        listener = new QueryListener();
        session.streams().addListener(listener);
    }

    /** Shares what listens, or begins with settings in code. */
    ManagedLifecycle manage(String name) {
        return (SparkDriver.current() == null ? curfew() : Curfew.builder()).manage(session, name);
    }

    Ledger ledger(String name) throws Exception {
        return new Ledger(Files.createDirectories(home.resolve(name)));
    }

    /** A query of a lifecycle, which goes on with the checkpoint of its name. */
    StreamingQuery start(String name, Ledger ledger) throws Exception {
        return start(name, ledger, ledger.sink(Duration.ofMillis(5)));
    }

    StreamingQuery start(String name, Ledger ledger, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
        return ledger.stream(session)
                .writeStream()
                .queryName(name)
                .foreachBatch(sink)
                .start();
    }

    /** Runs it on a thread of its own; how it ended is told by a word, or by what it threw. */
    CompletableFuture<String> run(ManagedLifecycle lifecycle) {
        return fork(() -> {
            lifecycle.run();
            return "returned";
        });
    }

    static Throwable thrown(CompletableFuture<String> run) throws Exception {
        try {
            throw new AssertionError(run.get(LONG.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    Report.OfSignal tell(Action action, String selector) throws InterruptedException {
        return tell(action, selector, null);
    }

    /** Sends a signal that means one run, and waits for the last word of it. */
    Report.OfSignal tell(Action action, String selector, @Nullable Duration deadline) throws InterruptedException {
        try (Tracking tracking = send(action, selector, deadline)) {
            return last(tracking);
        }
    }

    Tracking send(Action action, String selector, @Nullable Duration deadline) {
        Terms terms = new Terms(Mode.GRACEFUL, deadline, OnTimeout.FORCE, null, "a test", null);
        return client.track(Signal.create("/tests", action, Selector.parse(selector), terms, Instant.now()));
    }

    static Report.OfSignal last(Tracking tracking) throws InterruptedException {
        Progress progress = tracking.await(LONG);
        assertThat(progress.runs()).hasSize(1);
        return Objects.requireNonNull(progress.runs().get(0).report());
    }

    /** What a sender sees while it is in this state, which is one run. */
    RosterEntry awaitListed(String name, RunState state) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(client.roster()).singleElement().satisfies(entry -> {
                    assertThat(entry.status().run().displayName()).isEqualTo(name);
                    assertThat(entry.status().state()).isEqualTo(state);
                }));
        return roster().get(0);
    }

    void awaitNoneListed() {
        await().atMost(LONG).untilAsserted(() -> assertThat(roster()).isEmpty());
    }

    List<RosterEntry> roster() {
        try {
            return client.roster();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
