package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Curfew as code begins it, over files, a sender, and nothing that is left behind. */
abstract class OverBuilder {
    static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    final List<Thread> threads = new ArrayList<>();
    SparkSession session;
    CurfewClient client;

    @BeforeEach
    void begin() {
        session = LocalSpark.session(home.resolve("checkpoints"));
        client = CurfewClient.connect(settings());
    }

    Map<String, String> values() {
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

    /** Calls on a thread of its own. */
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

    /** Where a test began the plugin's part, it ends as the plugin would end it. */
    void endPlugin() {
        SparkDriver left = SparkDriver.current();
        if (left != null && left.scope() == SparkDriver.Scope.EVERY_QUERY) {
            left.end("the test is over");
        }
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

    static void assertReturned(CompletableFuture<String> result) throws Exception {
        assertThat(result.get(LONG.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("returned");
    }
}
