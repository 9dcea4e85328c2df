package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are awaited in code, a sender over files, and nothing that is left behind. */
@Timeout(90)
abstract class OverAwaits {
    static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<StreamingQuery> queries = new ArrayList<>();
    final List<Thread> threads = new ArrayList<>();
    final Gate gate = new Gate();
    SparkSession session;
    CurfewClient client;

    @BeforeEach
    void begin() {
        session = LocalSpark.session(home.resolve("checkpoints"));
        client = CurfewClient.connect(settings());
    }

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
        SparkDriver left = SparkDriver.current();
        if (left != null && left.scope() == SparkDriver.Scope.EVERY_QUERY) {
            left.end("the test is over");
        }
        assertNothingIsLeft();
    }

    /** No driver, no thread, no listener, no hook. */
    void assertNothingIsLeft() throws Exception {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(SparkDriver.current()).isNull();
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.startsWith("curfew-") && !name.startsWith("curfew-client-")))
                    .isEmpty();
        });
        assertThat(session.streams().listListeners()).isEmpty();
        assertThat(exitHooks()).isZero();
    }

    private static long exitHooks() throws Exception {
        Field hooks = ShutdownHookManager.class.getDeclaredField("hooks");
        hooks.setAccessible(true);
        long ours = 0;
        for (Object entry : (Iterable<?>) Objects.requireNonNull(hooks.get(ShutdownHookManager.get()))) {
            Field hook =
                    Objects.requireNonNull(entry.getClass().getSuperclass()).equals(Object.class)
                            ? entry.getClass().getDeclaredField("hook")
                            : entry.getClass().getSuperclass().getDeclaredField("hook");
            hook.setAccessible(true);
            ours += hook.get(entry) instanceof ExitHook ? 1 : 0;
        }
        return ours;
    }

    private Map<String, String> values() {
        return Map.of("file.dir", home.resolve("curfew").toString(), "file.poll-interval", "50ms");
    }

    Settings settings() {
        return Settings.resolve(List.of(SettingsSource.flags(values())), Backends.discover());
    }

    Curfew.Builder curfew() {
        Curfew.Builder builder = Curfew.builder();
        values().forEach(builder::set);
        return builder;
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

    /** Awaits on a thread of its own. */
    <T> CompletableFuture<T> fork(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        threads.add(thread);
        thread.start();
        return result;
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

    static void assertReturned(CompletableFuture<String> result) throws Exception {
        assertThat(result.get(LONG.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("returned");
    }
}
