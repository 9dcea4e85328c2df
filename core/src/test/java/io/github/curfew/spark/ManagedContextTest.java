package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Managed lifecycles around a StreamingContext, made anew on the SparkContext that lives on. */
@SuppressWarnings("deprecation") // DStreams are.
class ManagedContextTest extends OverLifecycles {
    private static final String TRACKER_LOG = "spark.streaming.driver.writeAheadLog.allowBatching";
    private static final Map<String, Queue<String>> WRITTEN = new ConcurrentHashMap<>();

    private final String queue = UUID.randomUUID().toString();
    private final List<String> given = new ArrayList<>();

    @AfterEach
    void stop() {
        scala.Option<StreamingContext> active = StreamingContext.getActive();
        if (active.isDefined()) {
            active.get().stop(false, false);
        }
        session.sparkContext().conf().remove(TRACKER_LOG);
    }

    private JavaStreamingContext make() {
        return make(queue, session.sparkContext());
    }

    private static JavaStreamingContext make(String queue, SparkContext spark) {
        JavaStreamingContext context = new JavaStreamingContext(new JavaSparkContext(spark), new Duration(200));
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            written(queue).addAll(rdd.collect());
        });
        return context;
    }

    private static Queue<String> written(String queue) {
        return WRITTEN.computeIfAbsent(queue, unused -> new ConcurrentLinkedQueue<>());
    }

    private void give(int rows) {
        for (int row = 0; row < rows; row++) {
            String text = "row-" + given.size();
            given.add(text);
            QueueReceiver.queue(queue).add(text);
        }
    }

    private void restartThrice() throws Exception {
        for (int round = 1; round <= 3; round++) {
            int before = written(queue).size();
            give(300);
            await().atMost(LONG).until(() -> written(queue).size() > before);
            Report.OfSignal report = tell(Action.RESTART, "events");
            assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.RESTARTED);
            assertThat(rounds).hasSize(round);
            awaitListed("events", RunState.RUNNING);
        }
        assertThat(session.sparkContext().isStopped()).isFalse();
        Report.OfSignal report = tell(Action.STOP, "events");
        assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.STOPPED);
    }

    private void assertNothingIsLostOrDoubled() {
        List<String> rows = new ArrayList<>(written(queue));
        // What no receiver took is still there for the next one.
        rows.addAll(QueueReceiver.queue(queue));
        assertThat(Account.of(given, rows)).isEqualTo(new Account(given.size(), given.size(), 0, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aContextIsMadeAnew(boolean withPlugin) throws Exception {
        if (withPlugin) {
            plugin();
        }
        CompletableFuture<String> main =
                run(manage("events").context(this::make).between(() -> rounds.add("done")));
        awaitListed("events", RunState.RUNNING);
        restartThrice();
        assertReturned(main);
        assertNothingIsLostOrDoubled();
    }

    @Test
    void aContextComesFromItsCheckpoint() throws Exception {
        session.sparkContext().conf().set(TRACKER_LOG, "false");
        String checkpoint = home.resolve("context").toUri().toString();
        String rowsOf = queue;
        CompletableFuture<String> main = run(manage("events")
                .context(() -> JavaStreamingContext.getOrCreate(checkpoint, () -> {
                    JavaStreamingContext context =
                            make(rowsOf, LocalSpark.session().sparkContext());
                    context.checkpoint(checkpoint);
                    return context;
                }))
                .between(() -> rounds.add("done")));
        awaitListed("events", RunState.RUNNING);
        restartThrice();
        assertReturned(main);
        assertNothingIsLostOrDoubled();
    }

    @Test
    void aContextAndAQueryAreOneRun() throws Exception {
        plugin();
        Ledger ledger = ledger("orders");
        CompletableFuture<String> main = run(manage("events")
                .context(this::make)
                .query(() -> start("orders", ledger))
                .between(() -> rounds.add("done")));
        awaitListed("events", RunState.RUNNING);
        ledger.feed(3, 4);
        restartThrice();
        assertReturned(main);
        assertNothingIsLostOrDoubled();
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void aBatchThatFailsEndsIt() throws Exception {
        CompletableFuture<String> main = run(manage("events").context(() -> {
            JavaStreamingContext context =
                    new JavaStreamingContext(new JavaSparkContext(session.sparkContext()), new Duration(200));
            context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
                if (!rdd.isEmpty()) {
                    throw new IllegalStateException("the sink is full");
                }
            });
            return context;
        }));
        awaitListed("events", RunState.RUNNING);
        give(10);
        assertThat(thrown(main)).hasStackTraceContaining("the sink is full");
        assertThat(StreamingContext.getActive().isDefined()).isFalse();
        awaitNoneListed();
    }

    /** Its sink is down, so no batch succeeds any more, and one that does is what a graceful stop of Spark waits for. */
    @Test
    void oneWhoseBatchesAllFailEndsWithinTheDeadline() throws Exception {
        ManagedLifecycle lifecycle = curfew().set("stop.deadline", "3s").manage(session, "events");
        CompletableFuture<String> main = run(lifecycle.context(() -> {
            JavaStreamingContext context =
                    new JavaStreamingContext(new JavaSparkContext(session.sparkContext()), new Duration(200));
            context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
                throw new IllegalStateException("the sink is down");
            });
            return context;
        }));
        assertThat(thrown(main)).hasStackTraceContaining("the sink is down");
        assertThat(StreamingContext.getActive().isDefined()).isFalse();
        awaitNoneListed();
    }

    @Test
    void aContextThatHasStoppedIsOneClearSentence() throws Exception {
        JavaStreamingContext only = make();
        CompletableFuture<String> main = run(manage("events").context(() -> only));
        awaitListed("events", RunState.RUNNING);
        Report.OfSignal report = tell(Action.RESTART, "events");
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(thrown(main))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the StreamingContext of the lifecycle events has stopped, and none can be started twice:"
                        + " make a new one, or get it from its checkpoint, at every call");
    }
}
