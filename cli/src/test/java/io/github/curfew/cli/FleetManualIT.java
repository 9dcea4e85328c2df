package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types what the documentation of fleets says, in a shell, against real drivers on two Redis servers. */
@Timeout(300)
final class FleetManualIT {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (file|typed): ([a-z.-]+) -->\\n```\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path dir;

    private final Map<String, String> blocks = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private RedisServer eu;
    private RedisServer us;

    @BeforeEach
    void describeTheClusters() throws Exception {
        Matcher found = BLOCK.matcher(Files.readString(Path.of("..", "docs", "fleet.md")));
        while (found.find()) {
            blocks.put(found.group(2), found.group(3));
        }
        eu = RedisServer.start();
        us = RedisServer.start();
        describe(eu.url(), us.url());
    }

    private void describe(String euUrl, String usUrl) throws IOException {
        Files.writeString(
                dir.resolve("curfew.conf"),
                block("curfew.conf").replace("redis://redis-eu:6379", euUrl).replace("redis://redis-us:6379", usUrl));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        us.close();
        eu.close();
    }

    @Test
    void everyBlockIsTypedHere() {
        assertThat(blocks.keySet())
                .containsExactly(
                        "curfew.conf",
                        "list",
                        "look-back",
                        "deploy",
                        "rolling",
                        "incident",
                        "now",
                        "everybody",
                        "maintenance",
                        "restart",
                        "plain-queries",
                        "upgraded",
                        "node");
    }

    @Test
    void aDeployListsAndStopsTheOldVersion() throws Exception {
        FakeDriver first = driver(eu, "default", run("orders", "41"), run("clicks", "42"));
        FakeDriver second = driver(us, "prod", run("orders", "41"));
        awaitListed(3);

        assertThat(type("list"))
                .containsPattern("PROFILE +NAME +STATE")
                .containsPattern("us +orders +running")
                .containsPattern("VERSION +SINK")
                .containsPattern("(?m)^2$");
        assertThat(type("look-back")).containsPattern("eu +clicks +running");
        assertThat(type("deploy"))
                .contains("io.github.curfew.stop.requested.v1", "stop version=41 means 2 runs: eu/orders, us/orders")
                .containsPattern("(?m)^2 stopped in ")
                .endsWith("start 42\n");
        await().until(() -> first.runs() == 1 && second.runs() == 0);
    }

    @Test
    @Tag("full")
    void aDeployDoesNotStartBesideALostRun() throws Exception {
        driver(us, "prod", run("orders", "41"));
        Process lone = LoneDriver.start(
                dir.resolve("lone.log"),
                "clicks",
                Map.of("redis.url", eu.url(), "roster.beat", "1s"),
                Map.of("version", "41"));
        open.add(lone::destroyForcibly);
        awaitListed(2);
        lone.destroyForcibly();
        await().until(() -> list("-o", "table").out().contains(" lost "));

        Said said = said(block("deploy").replace("--timeout 2m", "--timeout 8s"));
        assertThat(said.code()).as(said.text()).isEqualTo(ExitCode.TIMEOUT);
        assertThat(said.text())
                .contains("1 lost, 1 stopped in ", "only 1 of 2 expected answered", "clicks is gone or lost")
                .doesNotContain("start 42\n");
    }

    @Test
    void aRollingDeployEndsAtAClusterOutOfReach() throws Exception {
        FakeDriver second = driver(us, "prod", run("orders", "41"));
        awaitListed(1);
        describe("redis://127.0.0.1:" + FreePort.next(), us.url());

        Said said = said(block("rolling"));
        assertThat(said.code()).as(said.text()).isEqualTo(ExitCode.ERROR);
        assertThat(said.text()).contains("redis").doesNotContain("start 42");
        assertThat(second.runs()).isEqualTo(1);
    }

    @Test
    void anIncidentTellsWhoRefuses() throws Exception {
        for (String key : List.of("ops", "drivers")) {
            assertThat(Typed.in(Map.of(), "keygen", key, "--directory", dir.toString())
                            .code())
                    .isZero();
        }
        Map<String, String> settings = new HashMap<>(Map.of("redis.url", eu.url(), "auth.required", "true"));
        settings.put(
                "auth.keys.ops.public-key.file", dir.resolve("ops.public.pem").toString());
        settings.put("auth.keys.ops.use", "signals");
        settings.put(
                "auth.keys.drivers.secret.file",
                dir.resolve("drivers.private.pem").toString());
        settings.put("auth.keys.drivers.use", "reports");
        FakeDriver first = driver(settings, sink("orders", "warehouse"));
        FakeDriver second = driver(us, "prod", sink("pay", "warehouse"));
        awaitListed(2);

        Said said = said(block("incident"));
        assertThat(said.code()).as(said.text()).isEqualTo(ExitCode.NOT_AS_ASKED);
        assertThat(Files.readString(dir.resolve("incident.jsonl")))
                .contains("\"event\":\"refused\"", "\"event\":\"stopped\"", "\"exitCode\":3");
        assertThat(first.runs()).isEqualTo(1);
        assertThat(second.runs()).isZero();
    }

    @Test
    @Tag("full")
    void aRollingDeployGoesFromClusterToCluster() throws Exception {
        driver(eu, "default", run("orders", "41"));
        driver(us, "prod", run("orders", "41"));
        awaitListed(2);

        assertThat(type("rolling")).containsSubsequence("start 42 in eu", "start 42 in us");
    }

    @Test
    @Tag("full")
    void anIncidentStopsWhatIsToBeStopped() throws Exception {
        FakeDriver first = driver(eu, "default", sink("orders", "warehouse"), sink("clicks", "lake"));
        FakeDriver second = driver(us, "prod", sink("pay", "warehouse"), sink("other", "files"));
        awaitListed(4);

        assertThat(type("incident")).contains("\"event\":\"summary\"", "\"exitCode\":0");
        assertThat(Files.readAllLines(dir.resolve("incident.jsonl"))).hasSizeGreaterThan(8);
        assertThat(type("now")).containsPattern("eu +clicks +(forced|stopped)|clicks +(forced|stopped)");
        assertThat(type("everybody")).containsPattern("other +stopped").contains("1 stopped");
        await().until(() -> first.runs() + second.runs() == 0);
    }

    @Test
    void maintenancePausesAndResumes() throws Exception {
        driver(eu, "default").manage("orders", Map.of("table", "orders"));
        driver(us, "prod").manage("orders", Map.of("table", "orders"));
        awaitListed(2);

        assertThat(type("maintenance"))
                .containsSubsequence("2 paused in ", "2 resumed in ")
                .containsPattern("eu +orders +paused +\\S+ ago");
        assertThat(type("restart")).contains("2 restarted in ");
    }

    @Test
    @Tag("full")
    void maintenanceStopsWhatCannotPause() throws Exception {
        FakeDriver first = driver(eu, "default", table("orders"), table("clicks"));
        first.manage("managed", Map.of("table", "orders"));
        awaitListed(3);

        assertThat(type("upgraded")).containsPattern("orders +running .* redis\\n");
        assertThat(type("plain-queries")).contains("2 stopped in ").endsWith("start what is in meant\n");
        assertThat(Files.readString(dir.resolve("meant"))).isEqualTo("eu/clicks\neu/orders\n");
        assertThat(first.runs()).isEqualTo(1);

        FakeDriver second = driver(eu, "default", table("orders"), table("clicks"));
        awaitListed(3);
        assertThat(type("node"))
                .containsPattern("clicks +running .* test-host ")
                .endsWith("drain node 7\n");
        assertThat(second.runs()).isZero();
    }

    private FakeDriver driver(RedisServer server, String namespace, FakeRun... runs) {
        return driver(Map.of("redis.url", server.url(), "namespace", namespace), runs);
    }

    private FakeDriver driver(Map<String, String> settings, FakeRun... runs) {
        FakeDriver driver = new FakeDriver(settings, runs);
        open.add(driver);
        return driver;
    }

    private static FakeRun run(String name, String version) {
        return new FakeRun(name, true, Map.of("version", version, "sink", "warehouse"));
    }

    private static FakeRun sink(String name, String sink) {
        return new FakeRun(name, true, Map.of("sink", sink));
    }

    private static FakeRun table(String name) {
        return new FakeRun(name, true, Map.of("table", "orders"));
    }

    private void awaitListed(int count) {
        await().until(() -> list("-o", "name").out().lines().count() == count);
    }

    private Typed list(String... options) {
        List<String> words = new ArrayList<>(List.of("list", "-p", "eu,us"));
        words.addAll(List.of(options));
        return Typed.in(Map.of("CURFEW_CONFIG", dir.resolve("curfew.conf").toString()), words.toArray(String[]::new));
    }

    private String block(String name) {
        assertThat(blocks).containsKey(name);
        return String.valueOf(blocks.get(name));
    }

    /** What a block of commands printed, and how it ended. */
    private record Said(int code, String text) {}

    private String type(String name) throws Exception {
        Said said = said(block(name));
        assertThat(said.code()).as(said.text()).isZero();
        return said.text();
    }

    /** In a shell that has the command on its path, and ends at the first one that fails. */
    private Said said(String commands) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", commands)
                .directory(dir.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(variable -> variable.startsWith("CURFEW_"));
        environment.put("CURFEW_CONFIG", "curfew.conf");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", Path.of("").toAbsolutePath() + ":" + environment.get("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
