package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that follow what others have published, against the real engine over the file backend. */
@Timeout(120)
final class FollowingTest {
    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void pointAtTheDirectory() {
        environment = Map.of("CURFEW_FILE_DIR", dir.toString(), "CURFEW_FILE_POLL_INTERVAL", "50ms");
    }

    @Test
    void aSignalThatWasDetachedIsFollowedByItsId() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true), new FakeRun("clicks", true))) {
            awaitListed(2);
            Typed sent = Typed.in(environment, "stop", "team=payments", "--detach");
            assertThat(sent.code()).as(sent.toString()).isZero();
            assertThat(sent.out())
                    .matches("signal (\\S+): stop team=payments, published over file; see 'curfew status \\1'\\R");
            String id = sent.out().split("[ :]+", -1)[1];

            Typed followed = Typed.in(environment, "status", id, "--wait");
            assertThat(followed.code()).as(followed.toString()).isZero();
            assertThat(followed.out())
                    .containsPattern("orders +stopped +last batch 42")
                    .contains("2 stopped");
            await().until(() -> driver.runs() == 0);
        }
    }

    /** As it stands, but for secrets. */
    @Test
    void theHintAtTheStatusHasAllThatWasTyped() {
        Typed sent = Typed.in(
                Map.of(),
                "stop",
                "orders",
                "-n",
                "prod",
                "-b",
                "file",
                "-D",
                "file.dir=" + dir.resolve("a team's"),
                "-D",
                "redis.password=hunter2");
        assertThat(sent.code()).as(sent.toString()).isZero();
        String id = sent.out().replaceAll("(?s)signal (\\S+): .*", "$1");
        assertThat(sent.out())
                .endsWith("see 'curfew status " + id + " --namespace prod --backend file -D 'file.dir=" + dir
                        + "/a team'\\''s' -D 'redis.password=***''" + System.lineSeparator());
    }

    @Test
    void aStatusAfterTheFactIsATable() {
        String id;
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            id = Typed.in(environment, "stop", "orders", "-o", "name").out().strip();
            await().until(() -> driver.runs() == 0);
        }
        Typed status = Typed.in(environment, "status", id);
        assertThat(status.code()).as(status.toString()).isZero();
        assertThat(status.out().lines().toList())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).matches("orders +stopped +42 +\\S+ +query.name=orders"))
                .endsWith("1 stopped");
        assertThat(Typed.in(environment, "status", id, "-o", "json").out())
                .contains("\"signal\" : \"" + id + "\"", "\"outcome\" : \"stopped\"", "\"exitCode\" : 0");
    }

    @Test
    void aStatusOfWhatStillDrainsIsNoSuccess() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("stuck", false))) {
            awaitListed(1);
            String id =
                    Typed.in(environment, "stop", "stuck", "-o", "name").out().strip();
            await().untilAsserted(() -> {
                Typed status = Typed.in(environment, "status", id);
                assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.TIMEOUT);
                assertThat(status.out()).contains("draining");
            });
            assertThat(Typed.in(environment, "stop", "stuck", "--now", "--wait").code())
                    .isZero();
            assertThat(Typed.in(environment, "status", id).code()).isEqualTo(ExitCode.NOT_AS_ASKED);
            assertThat(driver.runs()).isZero();
        }
    }

    @Test
    void aStatusThatNobodyAnsweredSaysSo() {
        Typed status = Typed.in(environment, "status", "no-such-signal");
        assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.NOBODY);
        assertThat(status.err())
                .isEqualTo("curfew: nobody has answered the signal no-such-signal, or the broker no longer has the"
                        + " reports of 1d ago; see --since" + System.lineSeparator());
    }

    @Test
    void aPlainStreamRefusesWhatIsForLifecycles() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            for (String action : List.of("restart", "pause", "resume")) {
                Typed result = Typed.in(environment, action, "orders", "--wait");
                assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
                assertThat(result.out()).containsPattern("orders +refused +" + action + " is for a managed lifecycle");
            }
            assertThat(driver.runs()).isEqualTo(1);
        }
    }

    @Test
    void watchTellsWhatHappensALineEach() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> watch = CompletableFuture.supplyAsync(
                    () -> Typed.in(environment, null, seen, "watch", "orders", "--for", "6s"));
            CompletableFuture<Typed> json = CompletableFuture.supplyAsync(
                    () -> Typed.in(environment, "watch", "orders", "--for", "6s", "-o", "json"));
            await().until(() -> seen.toString().contains("running"));
            assertThat(Typed.in(environment, "stop", "orders", "--wait").code()).isZero();
            assertThat(watch.join().out())
                    .containsPattern("\\d\\d:\\d\\d:\\d\\d  orders +running")
                    .containsPattern("orders +stopped +batch 42 +stop ")
                    .containsPattern("orders +gone");
            assertThat(json.join().out().lines().toList())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"event\":\"report\"") && line.contains("\"state\":\"stopped\""));
            assertThat(driver.runs()).isZero();
        }
    }

    @Test
    void settingsShowsWhatIsSetAndWhere() {
        Typed set = Typed.in(environment, "settings", "--set", "redis.password=hunter2");
        assertThat(set.out())
                .containsPattern("file.dir +\\S+ +CURFEW_FILE_DIR in the environment")
                .doesNotContain("hunter2");
        assertThat(set.err()).doesNotContain("hunter2");
        Typed all = Typed.in(environment, "settings", "--all");
        assertThat(all.code()).as(all.toString()).isZero();
        assertThat(all.out())
                .containsPattern("stop.deadline +5m +default +How long a graceful stop may take")
                .contains("Signals go over file.");
        assertThat(Typed.in(environment, "settings", "-o", "json").out()).contains("\"key\" : \"file.dir\"");
        Typed wrong = Typed.in(Map.of(), "settings", "--set", "fil.dir=/x");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("file.dir");
    }

    private void awaitListed(int count) {
        await().until(() ->
                Typed.in(environment, "list", "-o", "name").out().lines().count() == count);
    }
}
