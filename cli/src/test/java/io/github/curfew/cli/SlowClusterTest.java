package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.CurfewException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
    void aRefusalIsShownBeforeAnyHasTakenIt() {
        try (FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("orders", true));
                CurfewClient near = client("us");
                CurfewClient far = client("us")) {
            CompletableFuture<Integer> code = follow(
                    Duration.ofSeconds(30),
                    Output.TABLE,
                    lines(),
                    () -> {
                        throw new CurfewException("the backend file did not take the signal: it is full");
                    },
                    () -> far.track(signal),
                    near,
                    far);
            await().until(() -> said.toString().contains("curfew: eu: the backend file did not take the signal"));
            assertThat(us.runs()).isEqualTo(1);
            slow.countDown();

            assertThat(code.join()).isEqualTo(ExitCode.ERROR);
            assertThat(said.toString()).containsOnlyOnce("it is full").contains("1 stopped in ");
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

    /** As one does that took it, and gave its word too late. */
    @Test
    void whatIsReportedWhereTheSendingFailedIsStreamedToo() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("clicks", true));
                CurfewClient near = client("eu");
                CurfewClient far = client("us")) {
            StreamView events = new StreamView(world().out(), signal);
            CompletableFuture<Integer> code = follow(near, far, Duration.ofSeconds(30), Output.JSON, events, () -> {
                events.listen("us", far);
                Queue<Outcome> heard = new ConcurrentLinkedQueue<>();
                far.listen(report -> heard.add(report.outcome()));
                var unused = far.publish(signal);
                await().until(() -> heard.contains(Outcome.STOPPED));
                throw new CurfewException("the backend file did not take the signal: no answer within 10s");
            });
            slow.countDown();

            assertThat(code.join()).isEqualTo(ExitCode.ERROR);
            assertThat(said.toString())
                    .containsSubsequence(
                            "\"event\":\"trouble\",\"detail\":\"us: the backend file did not take the signal: ",
                            "\"event\":\"stopped\",\"profile\":\"us\"",
                            "\"event\":\"summary\"");
            assertThat(eu.runs() + us.runs()).isZero();
        }
    }

    @Test
    void theTimeIsCountedFromWhenTheLastHasTakenIt() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("stuck", false));
                CurfewClient near = client("eu");
                CurfewClient far = client("us")) {
            Duration none = Duration.ofMillis(1);
            CompletableFuture<Integer> code = follow(near, far, none, Output.TABLE, lines(), () -> far.track(signal));
            await().until(() -> said.toString().contains("draining"));
            assertThat(code).isNotDone();
            slow.countDown();

            assertThat(code.join()).as(said.toString()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(said.toString()).contains("curfew: eu: time ran out after ");
            assertThat(eu.runs()).isEqualTo(1);
        }
    }

    private interface Late {
        Tracking track();
    }

    private CompletableFuture<Integer> follow(CurfewClient near, CurfewClient far, Late late) {
        return follow(near, far, Duration.ofSeconds(30), Output.TABLE, lines(), late);
    }

    /** Sends to both at once; the second answers when it may. */
    private CompletableFuture<Integer> follow(
            CurfewClient near, CurfewClient far, Duration timeout, Output output, View view, Late late) {
        return follow(timeout, output, view, () -> near.track(signal), late, near, far);
    }

    private CompletableFuture<Integer> follow(
            Duration timeout, Output output, View view, Late soon, Late late, CurfewClient near, CurfewClient far) {
        Asked<Tracking> clusters = new Asked<>(
                Map.of("eu", near, "us", far),
                (profile, client) -> {
                    if (client == near) {
                        return soon.track();
                    }
                    slow.await();
                    return late.track();
                },
                "",
                Duration.ofMinutes(1));
        Sending sending = new Sending(signal, List.of(), clusters, 0, timeout, "curfew status");
        Waiting waiting = new Waiting(world(), output, sending, view);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return waiting.untilDone();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private View lines() {
        return new LineView(world(), new Paint(false), new Subject(signal, "curfew status", "curfew list"));
    }

    private World world() {
        return Typed.world(Map.of(), null, said, said);
    }

    private CurfewClient client(String cluster) {
        CurfewClient client =
                CurfewClient.connect(Map.of("file.dir", dir.resolve(cluster).toString(), "file.poll-interval", "50ms"));
        await().until(() -> client.roster().size() == 1 || cluster.equals("us"));
        return client;
    }
}
