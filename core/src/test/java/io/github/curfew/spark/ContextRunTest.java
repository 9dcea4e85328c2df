package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Draining a real StreamingContext, with receivers. */
@Timeout(180)
@SuppressWarnings("deprecation") // DStreams are.
class ContextRunTest {
    private static final Duration BATCH = new Duration(200);

    private final String queue = UUID.randomUUID().toString();
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private final List<String> given = new ArrayList<>();

    private static JavaStreamingContext context() {
        return new JavaStreamingContext(
                new JavaSparkContext(LocalSpark.session().sparkContext()), BATCH);
    }

    private static ContextRun run(JavaStreamingContext context) {
        return ContextRun.managed(new RunInfo("run-1", Instant.now(), Labels.of(Map.of())), context.ssc());
    }

    @AfterEach
    void stop() {
        scala.Option<StreamingContext> active = StreamingContext.getActive();
        if (active.isDefined()) {
            active.get().stop(false, false);
        }
    }

    private void give(int rows) {
        for (int row = 0; row < rows; row++) {
            String text = "row-" + given.size();
            given.add(text);
            QueueReceiver.queue(queue).add(text);
        }
    }

    private void write(JavaDStream<String> rows) {
        Queue<String> sink = written;
        rows.foreachRDD(rdd -> {
            sink.addAll(rdd.collect());
        });
    }

    private Account account() {
        return Account.of(given, written);
    }

    /** Stops and starts again and again, while rows come all the time. */
    private void cycles(int cycles, Function<JavaStreamingContext, JavaDStream<String>> source) throws Exception {
        for (int cycle = 0; cycle < cycles; cycle++) {
            JavaStreamingContext context = context();
            write(source.apply(context));
            context.start();
            ContextRun run = run(context);
            int before = written.size();
            give(200);
            await().until(() -> written.size() > before);
            give(300);
            Ending ending = TestLadder.drain(run);
            assertThat(ending)
                    .isEqualTo(new Ending(Proof.COMMITTED, run.ending().lastBatch(), ""));
            assertThat(ending.lastBatch()).isNotNull();
        }
        // What no receiver took is still there for the next one, and is not lost.
        List<String> left = List.copyOf(QueueReceiver.queue(queue));
        written.addAll(left);
        assertThat(account()).isEqualTo(new Account(given.size(), given.size(), 0, 0));
    }

    @Test
    void aReceiverLosesNothing() throws Exception {
        cycles(5, context -> context.receiverStream(new QueueReceiver(queue)));
    }

    @Test
    void severalReceiversLoseNothing() throws Exception {
        cycles(
                3,
                context -> context.receiverStream(new QueueReceiver(queue))
                        .union(context.receiverStream(new QueueReceiver(queue))));
    }

    @Test
    void aWindowLosesNothing() throws Exception {
        cycles(3, context -> context.receiverStream(new QueueReceiver(queue)).window(BATCH, BATCH));
    }

    @Test
    void aBatchThatFailsIsTold() throws Exception {
        JavaStreamingContext context = context();
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            if (!rdd.isEmpty()) {
                throw new IllegalStateException("no space left");
            }
        });
        context.start();
        ContextRun run = run(context);
        give(10);
        await().until(() -> new ContextInternals(context.ssc()).error() != null);
        Ending ending = TestLadder.drain(run);
        assertThat(ending.proof()).isEqualTo(Proof.ERROR);
        assertThat(ending.detail()).contains("no space left");
    }

    @Test
    void whatIsCutIsNotCalledDrained() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        JavaStreamingContext context = context();
        Queue<String> sink = written;
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            List<String> rows = rdd.collect();
            if (!rows.isEmpty()) {
                sink.addAll(rows);
                never.await();
            }
        });
        context.start();
        ContextRun run = run(context);
        give(100);
        await().until(() -> !written.isEmpty());
        run.drain();
        give(100);
        await().pollDelay(java.time.Duration.ofMillis(500)).until(() -> !run.hasEnded());
        run.cut();
        assertThat(run.hasEnded()).isTrue();
        Ending ending = run.ending();
        assertThat(ending.proof()).isIn(Proof.UNPROVEN, Proof.ERROR);
        assertThat(ending.detail()).isNotEmpty();
    }

    @Test
    void aStopFromInsideABatchDoesNotDeadlock() throws Exception {
        JavaStreamingContext context = context();
        ContextRun[] run = new ContextRun[1];
        Queue<String> sink = written;
        context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
            List<String> rows = rdd.collect();
            sink.addAll(rows);
            if (!rows.isEmpty()) {
                run[0].drain();
            }
        });
        run[0] = run(context);
        context.start();
        give(500);
        await().atMost(60, TimeUnit.SECONDS).until(run[0]::hasEnded);
        assertThat(run[0].ending().proof()).isEqualTo(Proof.COMMITTED);
        written.addAll(QueueReceiver.queue(queue));
        assertThat(account().lost()).isZero();
    }

    @Test
    void aStopOfTheApplicationsOwnIsNotProven() throws Exception {
        JavaStreamingContext context = context();
        write(context.receiverStream(new QueueReceiver(queue)));
        context.start();
        ContextRun run = run(context);
        give(10);
        await().until(() -> written.size() == 10);
        context.stop(false, true);
        assertThat(run.hasEnded()).isTrue();
        run.drain();
        await().untilAsserted(() -> assertThat(run.ending().detail()).contains("by itself"));
        assertThat(run.ending().proof()).isEqualTo(Proof.UNPROVEN);
    }
}
