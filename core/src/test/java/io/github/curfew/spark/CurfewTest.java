package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

/** One line of code, without the plugin and beside it, with real queries. */
@Timeout(90)
class CurfewTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<StreamingQuery> queries = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Gate gate = new Gate();
    private SparkSession session;
    private CurfewClient client;

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
    private void assertNothingIsLeft() throws Exception {
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

    private Settings settings() {
        return Settings.resolve(List.of(SettingsSource.flags(values())), Backends.discover());
    }

    private Curfew.Builder curfew() {
        Curfew.Builder builder = Curfew.builder();
        values().forEach(builder::set);
        return builder;
    }

    private Ledger ledger(String name) throws Exception {
        Ledger ledger = new Ledger(Files.createDirectories(home.resolve(name)));
        ledger.feed(3, 3);
        return ledger;
    }

    private StreamingQuery start(String name) throws Exception {
        return start(name, ledger(name).sink(Duration.ofMillis(5)));
    }

    private StreamingQuery start(String name, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
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
    private <T> CompletableFuture<T> fork(Call<T> call) {
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

    private interface Call<T> {
        T call() throws Exception;
    }

    private CompletableFuture<String> awaiting(StreamingQuery query) {
        return fork(() -> {
            curfew().awaitTermination(query);
            return "returned";
        });
    }

    private void awaitListed(String... names) {
        await().atMost(LONG).untilAsserted(() -> assertThat(listed()).containsExactlyInAnyOrder(names));
    }

    private List<String> listed() throws InterruptedException {
        return client.roster().stream()
                .filter(entry -> entry.status().state() == RunState.RUNNING)
                .map(entry -> entry.status().run().displayName())
                .toList();
    }

    private Report.OfSignal stop(String selector) throws InterruptedException {
        Signal signal = Signal.create("/tests", Action.STOP, Selector.parse(selector), Terms.DEFAULT, Instant.now());
        try (Tracking tracking = client.track(signal)) {
            Progress progress = tracking.await(LONG);
            assertThat(progress.runs()).hasSize(1);
            return Objects.requireNonNull(progress.runs().get(0).report());
        }
    }

    private static void assertReturned(CompletableFuture<String> result) throws Exception {
        assertThat(result.get(LONG.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("returned");
    }

    @Test
    void returnsWhenTheQueryWasStopped() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery query = start("orders", ledger.sink(Duration.ofMillis(5)));
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        Report.OfSignal report = stop("orders");
        assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.STOPPED);
        assertThat(report.run().id()).isEqualTo(query.runId().toString());
        assertReturned(main);
        assertThat(query.isActive()).isFalse();
        awaitListed();
        assertNothingIsLeft();
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void throwsWhatTheQueryThrows() throws Exception {
        ledger("failing");
        StreamingQuery query = start("failing", (batch, id) -> {
            gate.awaitOpen();
            throw new IllegalStateException("the sink is full");
        });
        CompletableFuture<String> main = awaiting(query);
        awaitListed("failing");
        gate.open();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StreamingQueryException.class)
                .hasStackTraceContaining("the sink is full");
        assertNothingIsLeft();
        awaitListed();
    }

    @Test
    void aQueryThatHasEndedNeedsNoCurfew() throws Exception {
        StreamingQuery stopped = start("stopped");
        stopped.stop();
        Curfew.awaitTermination(stopped);
        assertThat(Curfew.awaitTermination(stopped, Duration.ZERO)).isTrue();
        ledger("failed");
        StreamingQuery failed = start("failed", (batch, id) -> {
            throw new IllegalStateException("the sink is full");
        });
        assertThatThrownBy(failed::awaitTermination).isInstanceOf(StreamingQueryException.class);
        assertThatThrownBy(() -> Curfew.awaitTermination(failed)).isInstanceOf(StreamingQueryException.class);
    }

    @Test
    void anInterruptLetsGoOfTheQuery() throws Exception {
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertNothingIsLeft();
        assertThat(query.isActive()).isTrue();
        awaitListed();
    }

    @Test
    void anInterruptLetsGoOfOneOfTwo() throws Exception {
        StreamingQuery one = start("one");
        CompletableFuture<String> main = awaiting(one);
        CompletableFuture<String> other = awaiting(start("two"));
        awaitListed("one", "two");
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        awaitListed("two");
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(other);
        assertThat(one.isActive()).isTrue();
    }

    @Test
    void anInterruptInADrainStillHasItsFinalReport() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery query = start("orders", gate.sink(ledger));
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        gate.awaitBatch();
        CompletableFuture<Report.OfSignal> stopping = fork(() -> stop("orders"));
        SparkDriver driver = Objects.requireNonNull(SparkDriver.current());
        await().atMost(LONG)
                .until(() -> driver.engine().runs().stream().anyMatch(run -> run.state() == RunState.DRAINING));
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        gate.open();
        assertThat(stopping.get(LONG.toMillis(), TimeUnit.MILLISECONDS).outcome())
                .isEqualTo(Outcome.STOPPED);
        assertNothingIsLeft();
    }

    @Test
    void aLoopOfShortWaitsStaysUnderCurfew() throws Exception {
        StreamingQuery query = start("orders");
        assertThat(curfew().awaitTermination(query, Duration.ofMillis(200))).isFalse();
        SparkDriver driver = SparkDriver.current();
        assertThat(driver).isNotNull();
        assertThat(curfew().awaitTermination(query, Duration.ZERO)).isFalse();
        assertThat(SparkDriver.current()).isSameAs(driver);
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(curfew().awaitTermination(query, LONG)).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void twiceInARowReturnsAtOnce() throws Exception {
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertReturned(awaiting(query));
    }

    @Test
    void twoThreadsAndTwoQueriesShareOneDriver() throws Exception {
        StreamingQuery one = start("one");
        StreamingQuery two = start("two");
        List<CompletableFuture<String>> all = List.of(awaiting(one), awaiting(one), awaiting(two));
        awaitListed("one", "two");
        assertThat(client.roster().stream().map(entry -> entry.driver().id()).distinct())
                .hasSize(1);
        assertThat(stop("one").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(all.get(0));
        assertReturned(all.get(1));
        awaitListed("two");
        assertThat(all.get(2)).isNotDone();
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(all.get(2));
    }

    @Test
    void aRestartIsNotStoppedByTheSignalThatStoppedTheRunBefore() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery first = start("orders", ledger.sink(Duration.ZERO));
        CompletableFuture<String> main = awaiting(first);
        awaitListed("orders");
        Path typed = Files.writeString(home.resolve("typed"), "stop orders\n");
        Files.move(typed, home.resolve("curfew/default/signals/by-hand"));
        assertReturned(main);
        StreamingQuery second = start("orders", ledger.sink(Duration.ZERO));
        CompletableFuture<String> again = awaiting(second);
        awaitListed("orders");
        int before = ledger.written();
        ledger.feed(2, 3);
        await().atMost(LONG).until(() -> ledger.written() == before + 6);
        assertThat(second.isActive()).isTrue();
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(again);
        assertThat(ledger.account().duplicated()).isZero();
    }

    @Test
    void allOfSeveralAreAwaitedAndEachCanBeStopped() throws Exception {
        List<StreamingQuery> several = List.of(start("one"), start("two"));
        CompletableFuture<String> main = fork(() -> {
            curfew().awaitAllTermination(several);
            return "returned";
        });
        awaitListed("one", "two");
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertThatThrownBy(() -> main.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(curfew().awaitAllTermination(several, Duration.ZERO)).isFalse();
        assertThat(stop("one").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        Curfew.awaitAllTermination(several);
    }

    @Test
    void ofSeveralAFailureIsThrownAtOnce() throws Exception {
        StreamingQuery one = start("one");
        ledger("two");
        StreamingQuery two = start("two", (batch, id) -> {
            gate.awaitOpen();
            throw new IllegalStateException("the sink is full");
        });
        CompletableFuture<String> main = fork(() -> {
            curfew().awaitAllTermination(List.of(one, two));
            return "returned";
        });
        awaitListed("one", "two");
        gate.open();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasStackTraceContaining("the sink is full");
        assertNothingIsLeft();
        assertThat(one.isActive()).isTrue();
    }

    @Test
    void whereThePluginListensItIsSharedAndLeftAsItIs() throws Exception {
        SparkDriver plugin = LocalSpark.driver(settings(), "of-the-plugin", Ways.open(settings(), "of-the-plugin"));
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = fork(() -> {
            Curfew.awaitTermination(query);
            return "returned";
        });
        awaitListed("orders");
        assertThat(client.roster()).extracting(entry -> entry.driver().id()).containsExactly("of-the-plugin");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(SparkDriver.current()).isSameAs(plugin);
    }

    @Test
    void otherSettingsThanThoseThatListenAreRefused() throws Exception {
        StreamingQuery query = start("orders");
        assertThat(curfew().awaitTermination(query, Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> curfew().set("namespace", "other").awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Curfew listens already in this application, with other values of curfew.namespace:"
                        + " give the same ones, or none at all to share what listens");
        assertThat(Curfew.awaitTermination(query, Duration.ZERO)).isFalse();
    }

    @Test
    void wrongSettingsAreToldAllAtOnceBeforeItWaits() throws Exception {
        StreamingQuery query = start("orders");
        assertThatThrownBy(() -> curfew().set("stop.deadlin", "5m")
                        .set("signal.expiry", "soon")
                        .awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("stop.deadline", "signal.expiry", "in code");
        assertThatThrownBy(() -> Curfew.awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no backend is chosen");
        assertThat(query.isActive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"curfew.properties", "curfew.conf"})
    void settingsComeFromAFileToo(String name) throws Exception {
        String text = name.endsWith(".conf")
                ? "curfew { namespace = ignored, file { dir = \"%s\", poll-interval = 50ms } }"
                : "curfew.namespace=ignored\ncurfew.file.poll-interval=50ms\ncurfew.file.dir=%s";
        Path file = Files.writeString(home.resolve(name), text.formatted(home.resolve("curfew")));
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = fork(() -> {
            Curfew.builder().set("namespace", "default").file(file).awaitTermination(query);
            return "returned";
        });
        awaitListed("orders");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
    }

    @Test
    void aQueryBehindSparkConnectIsOneClearSentence() {
        UUID id = UUID.randomUUID();
        StreamingQuery remote = (StreamingQuery) Proxy.newProxyInstance(
                StreamingQuery.class.getClassLoader(),
                new Class<?>[] {StreamingQuery.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> id;
                    case "isActive" -> true;
                    case "sparkSession" -> throw new UnsupportedOperationException("sparkContext");
                    default -> throw new AssertionError(method);
                });
        assertThatThrownBy(() -> Curfew.awaitTermination(remote))
                .isInstanceOf(CurfewException.class)
                .hasMessage("the query " + id + " runs behind Spark Connect, in another JVM, where it cannot be reached"
                        + " from here: start that server with --conf"
                        + " spark.plugins=io.github.curfew.spark.CurfewPlugin");
    }

    /** As Py4J finds and calls methods for {@code spark._jvm.io.github.curfew.spark.Curfew.awaitTermination(...)}. */
    @Test
    void pythonCanCallIt() throws Exception {
        StreamingQuery query = start("orders");
        query.stop();
        assertThat(python(null, "awaitTermination", query)).isNull();
        assertThat(python(null, "awaitTermination", query, Duration.ofSeconds(1)))
                .isEqualTo(true);
        assertThat(python(null, "awaitAllTermination", new ArrayList<>(List.of(query))))
                .isNull();
        Object builder = python(null, "builder");
        Object set = python(builder, "set", "file.dir", home.toString());
        assertThat(python(set, "awaitTermination", query)).isNull();
    }

    private static @Nullable Object python(@Nullable Object target, String method, Object... arguments) {
        ReflectionEngine engine = new ReflectionEngine();
        MethodInvoker invoker = target == null
                ? engine.getMethod(Curfew.class.getName(), method, arguments)
                : engine.getMethod(target, method, arguments);
        Object result = engine.invoke(target, invoker, arguments);
        return result == ReflectionEngine.RETURN_VOID ? null : result;
    }
}
