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
import org.apache.spark.SparkConf;
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
    void whatSparkGaveUpWaitingForIsNotCalledDrained() throws Exception {
        SparkConf conf = LocalSpark.session().sparkContext().conf();
        conf.set(ContextConf.TIMEOUT, "300ms");
        try {
            JavaStreamingContext context = context();
            Queue<String> sink = written;
            context.receiverStream(new QueueReceiver(queue)).foreachRDD(rdd -> {
                List<String> rows = rdd.collect();
                if (!rows.isEmpty()) {
                    sink.addAll(rows);
                    // Its thread ends when Spark has given up; then Spark waits for this very batch.
                    await().atMost(java.time.Duration.ofSeconds(60)).until(() -> !isAlive("JobGenerator"));
                }
            });
            context.start();
            ContextRun run = run(context);
            give(100);
            await().until(() -> !written.isEmpty());
            Ending ending = TestLadder.drain(run);
            assertThat(ending.proof()).isEqualTo(Proof.UNPROVEN);
            assertThat(ending.detail()).contains("is not marked as processed");
            assertThat(conf.get(ContextConf.TIMEOUT)).isEqualTo("300ms");
        } finally {
            conf.remove(ContextConf.TIMEOUT);
        }
    }

    private static boolean isAlive(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals(thread));
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
