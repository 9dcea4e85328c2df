package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.CurfewException;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

/** One line of code for a StreamingContext, without the plugin and beside it. */
@Timeout(90)
@SuppressWarnings("deprecation") // DStreams are.
class ContextAwaitTest extends OverBuilder {
    private final String queue = UUID.randomUUID().toString();
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private JavaStreamingContext context;

    @BeforeEach
    void open() {
        context = new JavaStreamingContext(
                new JavaSparkContext(LocalSpark.session().sparkContext()),
                new org.apache.spark.streaming.Duration(200));
    }

    @AfterEach
    void everythingIsCleanedUp() throws Exception {
        client.close();
        scala.Option<StreamingContext> active = StreamingContext.getActive();
        if (active.isDefined()) {
            active.get().stop(false, false);
        }
        context.stop(false, false);
        for (Thread thread : threads) {
            thread.join(LONG.toMillis());
        }
        endPlugin();
        assertNothingIsLeft();
    }

    private void start() {
        Queue<String> sink = written;
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            sink.addAll(rdd.collect());
        });
        context.start();
    }

    private void give(int rows) {
        for (int row = 0; row < rows; row++) {
            QueueReceiver.queue(queue).add("row-" + row);
        }
    }

    private CompletableFuture<String> awaiting() {
        return fork(() -> {
            curfew().awaitTermination(context);
            return "returned";
        });
    }

    private void awaitListed(String... names) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(client.roster())
                        .extracting(entry -> entry.status().run().displayName())
                        .containsExactlyInAnyOrder(names));
    }

    private Report.OfSignal stop() throws InterruptedException {
        Signal signal =
                Signal.create("/tests", Action.STOP, Selector.parse("kind=dstream"), Terms.DEFAULT, Instant.now());
        try (Tracking tracking = client.track(signal)) {
            return Objects.requireNonNull(tracking.await(LONG).runs().get(0).report());
        }
    }

    @Test
    void returnsWhenTheContextWasStopped() throws Exception {
        start();
        CompletableFuture<String> main = awaiting();
        awaitListed("curfew-tests");
        give(500);
        await().atMost(LONG).until(() -> !written.isEmpty());
        Report.OfSignal report = stop();
        assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.STOPPED);
        assertThat(report.run().labels().get(Labels.APP_NAME)).isEqualTo("curfew-tests");
        assertReturned(main);
        assertThat(SparkDriver.current()).isNull();
        assertThat(written.size() + QueueReceiver.queue(queue).size()).isEqualTo(500);
        // One that has ended needs no curfew.
        Curfew.awaitTermination(context);
        assertThat(Curfew.awaitTermination(context, Duration.ZERO)).isTrue();
    }

    @Test
    void throwsWhatABatchThrows() throws Exception {
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            if (!rdd.isEmpty()) {
                throw new IllegalStateException("the sink is full");
            }
        });
        context.start();
        CompletableFuture<String> main = awaiting();
        awaitListed("curfew-tests");
        give(1);
        assertThatThrownBy(() -> assertReturned(main))
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("the sink is full");
    }

    @Test
    void anInterruptLetsGoOfIt() throws Exception {
        start();
        CompletableFuture<String> waiting = awaiting();
        awaitListed("curfew-tests");
        threads.get(0).interrupt();
        assertThatThrownBy(() -> assertReturned(waiting)).hasCauseInstanceOf(InterruptedException.class);
        awaitListed();
        give(1);
        await().atMost(LONG).until(() -> written.size() == 1);
    }

    @Test
    void aLoopOfShortWaitsStaysUnderCurfew() throws Exception {
        start();
        assertThat(curfew().awaitTermination(context, Duration.ofMillis(200))).isFalse();
        SparkDriver driver = SparkDriver.current();
        assertThat(driver).isNotNull();
        assertThat(curfew().awaitTermination(context, Duration.ZERO)).isFalse();
        assertThat(SparkDriver.current()).isSameAs(driver);
        assertThat(stop().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(curfew().awaitTermination(context, LONG)).isTrue();
    }

    @Test
    void whereThePluginListensItIsShared() throws Exception {
        // As the plugin has them: of what Spark says itself of its file systems, newer ones say more.
        Settings all = Preparation.resolve(
                values(), LocalSpark.session().sparkContext().getConf());
        SparkDriver plugin = LocalSpark.driver(all, "of-the-plugin", Ways.open(all, "of-the-plugin"));
        start();
        awaitListed("curfew-tests");
        CompletableFuture<String> main = awaiting();
        assertThat(stop().outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(SparkDriver.current()).isSameAs(plugin);
        awaitListed();
    }

    @Test
    void aPartOfALifecycleIsNoRunOfItsOwn() throws Exception {
        SparkDriver plugin = LocalSpark.driver(settings(), "of-the-plugin", Ways.open(settings(), "of-the-plugin"));
        ContextRun part = ContextRun.managed(new RunInfo("part", Instant.now(), Labels.of(Map.of())), context.ssc());
        start();
        give(1);
        await().atMost(LONG).until(() -> written.size() == 1);
        assertThat(plugin.engine().runs()).isEmpty();
        assertThat(TestLadder.drain(part).detail()).isEmpty();
    }

    @Test
    void aStopThatIsAskedForInsideABatchOrAListenerIsNoDeadlock() throws Exception {
        SparkDriver plugin = LocalSpark.driver(settings(), "of-the-plugin", Ways.open(settings(), "of-the-plugin"));
        Queue<String> sink = written;
        String signals = home.resolve("curfew/default/signals").toString();
        String staged = home.resolve("staged").toString();
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            List<String> rows = rdd.collect();
            sink.addAll(rows);
            if (!rows.isEmpty()) {
                say(staged, signals + "/from-a-batch");
            }
        });
        context.ssc().addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                if (!sink.isEmpty()) {
                    plugin.engine()
                            .accept(Signal.create(
                                    "/tests/listener",
                                    Action.STOP,
                                    Selector.parse("kind=dstream"),
                                    Terms.DEFAULT,
                                    Instant.now()));
                }
            }
        });
        context.start();
        awaitListed("curfew-tests");
        give(500);
        assertThat(context.awaitTerminationOrTimeout(LONG.toMillis())).isTrue();
        await().atMost(LONG).until(() -> plugin.engine().runs().isEmpty());
        assertThat(plugin.engine().counters().get("reports.stopped")).isPositive();
        assertThat(plugin.engine().counters().get("reports.forced")).isZero();
        assertThat(written.size() + QueueReceiver.queue(queue).size()).isEqualTo(500);
    }

    private static void say(String staged, String signal) throws Exception {
        Path typed = Files.writeString(Path.of(staged), "stop kind=dstream\n");
        Files.move(typed, Path.of(signal), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatCannotBeAwaitedIsRefused() {
        assertThatThrownBy(() -> curfew().awaitTermination(context))
                .isInstanceOf(CurfewException.class)
                .hasMessageContaining("call its start() first");
        assertThatThrownBy(() -> curfew().awaitTermination(new StringReader("")))
                .isInstanceOf(CurfewException.class)
                .hasMessageContaining("java.io.StringReader is no stream that can be awaited");
    }

    /** {@code spark._jvm.io.github.curfew.spark.Curfew.awaitTermination(ssc._jssc)} in Python. */
    @Test
    void pythonFindsTheMethod() throws Exception {
        start();
        context.stop(false, true);
        ReflectionEngine python = new ReflectionEngine();
        MethodInvoker method = python.getMethod(Curfew.class.getName(), "awaitTermination", new Object[] {context});
        assertThat(python.invoke(null, method, new Object[] {context})).isEqualTo(ReflectionEngine.RETURN_VOID);
    }
}
