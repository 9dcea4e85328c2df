package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several clusters in one call, of which one has a broker that is away or hangs. */
@Timeout(180)
final class OutOfReachTest {
    @TempDir
    Path dir;

    private static final String REDIS = "redis.url = \"redis://127.0.0.1:%d\"";
    private static final String KAFKA = "kafka.bootstrap.servers = \"127.0.0.1:%d\"";

    @Test
    void aRedisThatRefusesIsNamedWhileTheOthersGoOn() throws Exception {
        assertOthersGoOn(REDIS.formatted(FreePort.next()), "redis");
    }

    @Test
    @Tag("full")
    void aKafkaThatRefusesIsNamedWhileTheOthersGoOn() throws Exception {
        assertOthersGoOn(KAFKA.formatted(FreePort.next()), "kafka");
    }

    @Test
    @Tag("full")
    void aRedisThatHangsIsNamedWhileTheOthersGoOn() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            assertOthersGoOn(REDIS.formatted(hole.port()), "redis");
            assertOthersAreShownFirst(REDIS.formatted(hole.port()), "redis");
            assertThat(hole.connections()).isPositive();
        }
    }

    @Test
    @Tag("full")
    void aListNamesAnSqsThatRefusesOnce() throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try (RedisServer server = RedisServer.start()) {
            Map<String, String> environment = profiles(
                    server.url(),
                    "sqs { region = elasticmq, endpoint = \"http://127.0.0.1:%d\" }".formatted(FreePort.next()));
            Typed list = Typed.in(environment, "list", "--profile", "away,eu");
            assertThat(list.code()).as(list.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(list.err().lines())
                    .singleElement(STRING)
                    .startsWith("curfew: away: ")
                    .contains("sqs");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    @Tag("full")
    void aKafkaThatHangsIsNamedWhileTheOthersGoOn() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            assertOthersGoOn(KAFKA.formatted(hole.port()), "kafka");
            assertOthersAreShownFirst(KAFKA.formatted(hole.port()), "kafka");
            assertThat(hole.connections()).isPositive();
        }
    }

    private interface Check {
        void of(Map<String, String> environment, FakeDriver eu);
    }

    /** Of two clusters one has two runs, and the broker of the other is away. */
    private void withTwoRunsInReach(String away, Check check) throws IOException {
        try (RedisServer server = RedisServer.start();
                FakeDriver eu = new FakeDriver(
                        Map.of("redis.url", server.url()), new FakeRun("orders", true), new FakeRun("clicks", true))) {
            Map<String, String> environment = profiles(server.url(), away);
            await().until(() -> Typed.in(environment, "list", "-p", "eu", "-o", "name")
                            .out()
                            .lines()
                            .count()
                    == 2);
            check.of(environment, eu);
        }
    }

    private void assertOthersGoOn(String away, String backend) throws Exception {
        withTwoRunsInReach(away, (environment, eu) -> {
            Typed list = Typed.in(environment, "list", "--profile", "away,eu");
            assertThat(list.code()).as(list.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(list.out()).containsPattern("eu +clicks +running").containsPattern("eu +orders +running");
            assertThat(list.err().lines())
                    .singleElement(STRING)
                    .startsWith("curfew: away: ")
                    .contains(backend, "127.0.0.1");

            Typed stop = Typed.in(environment, "stop", "orders", "--wait", "--profile", "away,eu");
            assertThat(stop.code()).as(stop.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(stop.out())
                    .startsWith("stop orders means 1 run: eu/orders")
                    .containsPattern("orders +stopped +last batch 42")
                    .containsPattern("(?m)^1 stopped in ");
            assertThat(stop.err().lines())
                    .satisfiesExactly(
                            before -> assertThat(before).startsWith("curfew: away: who is meant there is not known: "),
                            then -> assertThat(then)
                                    .startsWith("curfew: away: the backend " + backend + " did not take the signal: "),
                            in -> assertThat(in)
                                    .isEqualTo("curfew: the signal did not reach every cluster: who runs there may"
                                            + " not have stopped by it"));

            String id = stop.out().replaceAll("(?s).*signal (\\S+): .*", "$1");
            Typed status = Typed.in(environment, "status", id, "--wait", "--profile", "away,eu");
            assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(status.out()).contains("1 stopped");
            assertThat(status.err())
                    .startsWith("curfew: away: the reports of the backend " + backend + " cannot be read: ");

            Typed events =
                    Typed.in(environment, "stop", "clicks", "--wait", "-o", "json", "--stream", "--profile", "away,eu");
            assertThat(events.code()).as(events.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(events.out().lines().map(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1")))
                    .startsWith("expected", "trouble")
                    .containsSubsequence("sent", "stopped", "summary")
                    .endsWith("summary");
            assertThat(events.out()).containsOnlyOnce("did not take the signal");
            await().until(() -> eu.runs() == 0);
        });
    }

    /** Of a broker that hangs it takes seconds to know that it does, and nobody shall wait for that. */
    private void assertOthersAreShownFirst(String away, String backend) throws Exception {
        String trouble = "away: the backend " + backend + " did not take the signal: ";
        withTwoRunsInReach(away, (environment, eu) -> {
            Typed stop =
                    Typed.inOrder(environment, new StringWriter(), "stop", "orders", "--wait", "--profile", "away,eu");
            assertThat(stop.code()).as(stop.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(stop.out())
                    .containsSubsequence(
                            "stop orders means 1 run: eu/orders",
                            "curfew: away: who is meant there is not known: ",
                            "signal ",
                            "eu/orders",
                            "stopped",
                            "curfew: " + trouble,
                            "1 stopped in ",
                            "curfew: the signal did not reach every cluster");

            Typed events =
                    Typed.in(environment, "stop", "clicks", "--wait", "-o", "json", "--stream", "--profile", "away,eu");
            assertThat(events.code()).as(events.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(events.out())
                    .containsSubsequence(
                            "\"event\":\"expected\",\"profile\":\"eu\"",
                            "\"detail\":\"away: who is meant there is not known: ",
                            "\"event\":\"sent\",\"profile\":\"eu\"",
                            "\"event\":\"stopped\",\"profile\":\"eu\"",
                            "\"event\":\"trouble\",\"detail\":\"" + trouble,
                            "\"event\":\"summary\"");
            assertThat(eu.runs()).isZero();
        });
    }

    private Map<String, String> profiles(String eu, String away) throws IOException {
        Path file = Files.writeString(dir.resolve("curfew.conf"), """
                curfew {
                  profiles.eu.redis.url = "%s"
                  profiles.away.%s
                }
                """.formatted(eu, away));
        return Map.of("CURFEW_CONFIG", file.toString());
    }
}
