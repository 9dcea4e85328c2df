package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.CurfewException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signal for two clusters, one of which does not say for a while whether it has taken it. */
@Timeout(60)
final class SlowClusterTest {
    @TempDir
    Path dir;

    private final Signal signal =
            Signal.create("/test", Action.STOP, Selector.parse("team=payments"), Terms.DEFAULT, Instant.now());
    private final StringWriter said = new StringWriter();
    private final CountDownLatch slow = new CountDownLatch(1);

    @Test
    void theOthersAreShownBeforeItIsKnownThatItFails() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true));
                CurfewClient near = client("eu");
                CurfewClient far = client("us")) {
            CompletableFuture<Integer> code = follow(near, far, () -> {
                throw new CurfewException("the backend file did not take the signal: it hangs");
            });
            await().until(() -> said.toString().contains("stopped"));
            assertThat(said.toString()).doesNotContain("did not take");
            assertThat(code).isNotDone();
            slow.countDown();

            assertThat(code.join()).isEqualTo(ExitCode.ERROR);
            assertThat(said.toString())
                    .containsSubsequence(
                            "signal " + signal.id().id(),
                            "eu/orders",
                            "stopped",
                            "curfew: us: the backend file did not take the signal: it hangs",
                            "1 stopped in ",
                            "curfew: the signal did not reach every cluster");
            assertThat(eu.runs()).isZero();
        }
    }

    @Test
    void itJoinsTheSameResultWhenItHasTakenIt() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("orders", true));
                CurfewClient near = client("eu");
                CurfewClient far = client("us")) {
            CompletableFuture<Integer> code = follow(near, far, () -> far.track(signal));
            await().until(() -> said.toString().contains("stopped"));
            assertThat(us.runs()).isEqualTo(1);
            slow.countDown();

            assertThat(code.join()).as(said.toString()).isZero();
            assertThat(said.toString()).containsSubsequence("eu/orders", "us/orders", "2 stopped in ");
            assertThat(eu.runs() + us.runs()).isZero();
        }
    }

    private interface Late {
        Tracking track();
    }

    /** Sends to both at once; the second answers when it may. */
    private CompletableFuture<Integer> follow(CurfewClient near, CurfewClient far, Late late) {
        PrintWriter writer = new PrintWriter(said);
        World world = new World(writer, writer, new HashMap<>(), new Properties(), null, new AtomicReference<>());
        Asked<Tracking> clusters = new Asked<>(
                Map.of("eu", near, "us", far),
                (profile, client) -> {
                    if (client == near) {
                        return client.track(signal);
                    }
                    slow.await();
                    return late.track();
                },
                "",
                Duration.ofMinutes(1));
        Sending sending = new Sending(signal, List.of(), clusters, 0, Duration.ofSeconds(30), "curfew status");
        Waiting waiting = new Waiting(world, Output.TABLE, sending, new LineView(world, new Paint(false)));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return waiting.untilDone();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private CurfewClient client(String cluster) {
        CurfewClient client =
                CurfewClient.connect(Map.of("file.dir", dir.resolve(cluster).toString(), "file.poll-interval", "50ms"));
        await().until(() -> client.roster().size() == 1 || cluster.equals("us"));
        return client;
    }
}
