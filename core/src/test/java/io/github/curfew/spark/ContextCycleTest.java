package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that a StreamingContext has received is processed, over many stops and starts on one SparkContext. */
@Timeout(300)
@SuppressWarnings("deprecation") // DStreams are.
class ContextCycleTest {
    @TempDir
    Path home;

    private final String id = UUID.randomUUID().toString();
    private final List<String> given = new ArrayList<>();
    private final SparkConf conf = LocalSpark.session().sparkContext().conf();

    @BeforeEach
    void asThePluginDoes() {
        ContextConf.complete(conf, java.time.Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        scala.Option<StreamingContext> active = StreamingContext.getActive();
        if (active.isDefined()) {
            active.get().stop(false, false);
        }
        for (String key : List.of(ContextConf.TIMEOUT, ContextConf.BATCHING)) {
            conf.remove(key);
            conf.remove(key + ".setBy");
        }
        DStreams.forget(id);
    }

    private Queue<String> written() {
        return DStreams.written(id);
    }

    private void giveRows(int rows) {
        for (int row = 0; row < rows; row++) {
            String text = "row-" + given.size();
            given.add(text);
            QueueReceiver.queue(id).add(text);
        }
    }

    private void giveFile(int rows) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            lines.add("row-" + (given.size() + row));
        }
        Path whole = Files.write(home.resolve("part-" + given.size()), lines);
        Files.move(whole, Files.createDirectories(home.resolve("input")).resolve(whole.getFileName()));
        given.addAll(lines);
    }

    private void give(DStreams kind, int rows) throws Exception {
        if (kind == DStreams.FILES) {
            giveFile(rows);
        } else {
            giveRows(rows);
        }
    }

    private JavaStreamingContext start(DStreams kind) throws Exception {
        Files.createDirectories(home.resolve("input"));
        JavaStreamingContext context = kind.context(LocalSpark.session().sparkContext(), id, home);
        context.start();
        return context;
    }

    private static Ending drain(JavaStreamingContext context) {
        RunInfo info = new RunInfo("run-1", Instant.now(), Labels.of(Map.of()));
        return TestLadder.drain(ContextRun.managed(info, context.ssc()));
    }

    /** Rows come all the time, also while it stops and while it is stopped. */
    private void cycles(DStreams kind, int cycles) throws Exception {
        for (int cycle = 0; cycle < cycles; cycle++) {
            JavaStreamingContext context = start(kind);
            int before = written().size();
            give(kind, 200);
            await().atMost(60, TimeUnit.SECONDS).until(() -> written().size() > before);
            give(kind, 300);
            if (cycle == cycles - 1 && kind == DStreams.FILES) {
                await().atMost(60, TimeUnit.SECONDS).until(() -> written().size() >= given.size());
            }
            Ending ending = drain(context);
            assertThat(ending.detail()).as("cycle %s", cycle).isEmpty();
            assertThat(ending.proof()).as("cycle %s", cycle).isEqualTo(Proof.COMMITTED);
            assertThat(ending.lastBatch()).isNotNull();
        }
        // What no receiver took is still there for the next one, and is not lost.
        List<String> left = List.copyOf(QueueReceiver.queue(id));
        List<String> out = new ArrayList<>(written());
        out.addAll(left);
        assertThat(Account.of(given, out)).isEqualTo(new Account(given.size(), given.size(), 0, 0));
        if (kind.isStateful()) {
            assertThat(DStreams.counted(id)).isEqualTo(given.size() - left.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLost(DStreams kind) throws Exception {
        cycles(kind, 2);
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void nothingIsLostInManyCycles(DStreams kind) throws Exception {
        cycles(kind, 20);
    }

    /** A row that the socket's receiver has read is received; what it has not read is in nobody's hands. */
    private void socketCycles(int cycles) throws Exception {
        try (RowServer server = new RowServer()) {
            for (int cycle = 0; cycle < cycles; cycle++) {
                JavaStreamingContext context =
                        DStreams.ofSocket(LocalSpark.session().sparkContext(), id, server.port());
                context.start();
                for (int row = 0; row < 500; row++) {
                    given.add("row-" + given.size());
                    server.send(given.get(given.size() - 1));
                }
                await().atMost(60, TimeUnit.SECONDS).until(() -> DStreams.read(id) == given.size());
                assertThat(drain(context).proof()).isEqualTo(Proof.COMMITTED);
                assertThat(Account.of(given, written()))
                        .as("cycle %s", cycle)
                        .isEqualTo(new Account(given.size(), given.size(), 0, 0));
            }
        }
    }

    @Test
    void aSocketLosesNothing() throws Exception {
        socketCycles(2);
    }

    @Tag("full")
    @Test
    void aSocketLosesNothingInManyCycles() throws Exception {
        socketCycles(20);
    }

    /** Nothing is lost of a log whose place is kept elsewhere; what was processed after the place is read again. */
    private void shardCycles(int cycles) throws Exception {
        int again = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            JavaStreamingContext context = DStreams.ofShard(LocalSpark.session().sparkContext(), id);
            context.start();
            int before = written().size();
            for (int row = 0; row < 500; row++) {
                given.add("row-" + given.size());
                ShardReceiver.log(id).add(given.get(given.size() - 1));
            }
            await().atMost(60, TimeUnit.SECONDS).until(() -> written().size() > before);
            assertThat(drain(context).proof()).isEqualTo(Proof.COMMITTED);
            Account account = Account.of(given.subList(0, ShardReceiver.place(id)), written());
            assertThat(account.lost()).as("cycle %s", cycle).isZero();
            int processed = Set.copyOf(written()).size();
            assertThat(written()).as("the rows come in order, without a gap").contains(given.get(processed - 1));
            again = processed - ShardReceiver.place(id);
            assertThat(again).isNotNegative();
        }
        assertThat(Account.of(given.subList(0, ShardReceiver.place(id) + again), written())
                        .lost())
                .isZero();
    }

    @Test
    void aReceiverThatKeepsItsPlaceElsewhereLosesNothing() throws Exception {
        shardCycles(2);
    }

    @Tag("full")
    @Test
    void aReceiverThatKeepsItsPlaceElsewhereLosesNothingInManyCycles() throws Exception {
        shardCycles(20);
    }

    /** Spark closes the receivers' log before it allocates the last blocks. */
    @Test
    void withACheckpointALogInBatchesLosesTheTailAndThatIsTold() throws Exception {
        conf.set(ContextConf.BATCHING, "true");
        conf.remove(ContextConf.BATCHING + ".setBy");
        conf.set(ContextConf.TIMEOUT, "2s");
        conf.remove(ContextConf.TIMEOUT + ".setBy");
        List<Ending> endings = new ArrayList<>();
        for (int cycle = 0; cycle < 8; cycle++) {
            JavaStreamingContext context = start(DStreams.CHECKPOINTED_SELDOM);
            int before = written().size();
            giveRows(200);
            await().atMost(60, TimeUnit.SECONDS).until(() -> written().size() > before);
            giveRows(300);
            Ending ending = drain(context);
            endings.add(ending);
            if (ending.proof() != Proof.COMMITTED) {
                break;
            }
        }
        List<String> out = new ArrayList<>(written());
        out.addAll(QueueReceiver.queue(id));
        Ending last = endings.get(endings.size() - 1);
        assertThat(last.proof()).as(endings.toString()).isEqualTo(Proof.UNPROVEN);
        assertThat(last.detail()).containsPattern("received and in no batch: \\d+ blocks? with \\d+ rows");
        assertThat(Account.of(given, out).lost()).isPositive();
    }
}
