package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.client.Conclusion;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.servers.FreePort;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several clusters in one call, against real engines over the file backend. */
@Timeout(120)
final class FleetTest {
    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void describeProfiles() throws IOException {
        environment = Clusters.in(dir);
    }

    @Test
    void listsAndStopsAllAsOne() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true), new FakeRun("pay", true));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("orders", true))) {
            awaitListed("eu,us", 3);
            Typed list = typed("list", "--profile", "eu,us");
            assertThat(list.out().lines().toList())
                    .hasSize(4)
                    .anyMatch(line -> line.matches("PROFILE +NAME +STATE .*"))
                    .anyMatch(line -> line.matches("eu +orders +running .*"))
                    .anyMatch(line -> line.matches("us +orders +running .*"));
            assertThat(typed("list", "-p", "us").out()).startsWith("NAME").doesNotContain("PROFILE");
            assertThat(typed("list", "-p", "eu,us", "-o", "name", "orders")
                            .out()
                            .lines())
                    .containsExactly("eu/orders", "us/orders");

            Typed stop = typed("stop", "team=payments", "--wait", "--profile", "eu,us");
            assertThat(stop.code()).as(stop.toString()).isZero();
            assertThat(stop.out())
                    .startsWith("stop team=payments means 3 runs: eu/orders, us/orders, eu/pay")
                    .containsPattern("eu/orders +stopped")
                    .containsPattern("us/orders +stopped")
                    .containsPattern("(?m)^3 stopped in ")
                    .containsPattern("stopped +3 +\\S+ +\\S+ +(eu|us)/\\S+ +42");
            await().until(() -> eu.runs() + us.runs() == 0);
            String id = stop.out().replaceAll("(?s).*signal (\\S+): .*", "$1");
            assertThat(typed("status", id, "--profile", "eu,us").out())
                    .containsPattern("us +orders +stopped")
                    .contains("3 stopped");
        }
    }

    @Test
    void namesAClusterThatIsOutOfReachWhileTheOthersGoOn() {
        try (FakeDriver eu =
                new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true), new FakeRun("clicks", true))) {
            awaitListed("eu", 2);
            Typed list = typed("list", "--profile", "away,eu");
            assertThat(list.code()).isEqualTo(ExitCode.ERROR);
            assertThat(list.out()).containsPattern("eu +orders +running");
            assertThat(list.err()).contains("curfew: away: the reports of the backend file cannot be read: ");

            Typed stop = typed("stop", "orders", "--wait", "--profile", "away,eu");
            assertThat(stop.code()).as(stop.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(stop.out()).containsPattern("orders +stopped").contains("1 stopped in ");
            assertThat(stop.err())
                    .contains("curfew: away: the backend file did not take the signal: ")
                    .endsWith(
                            "curfew: the signal did not reach every cluster: who runs there may not have stopped by it"
                                    + System.lineSeparator());

            String id = stop.out().replaceAll("(?s).*signal (\\S+): .*", "$1");
            for (Typed status :
                    List.of(typed("status", id, "-p", "away,eu"), typed("status", id, "-p", "away,eu", "--wait"))) {
                assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.ERROR);
                assertThat(status.out()).endsWith("1 stopped" + System.lineSeparator());
                assertThat(status.err()).contains("curfew: away: the reports of the backend file cannot be read: ");
            }

            Typed json = typed("stop", "clicks", "--wait", "-o", "json", "--profile", "away,eu");
            assertThat(json.code()).as(json.toString()).isEqualTo(ExitCode.ERROR);
            assertThat(json.out())
                    .contains("\"profile\" : \"eu\"")
                    .containsSubsequence(
                            "\"warnings\" : [",
                            "\"away: who is meant there is not known: the reports of the backend file cannot be read: ",
                            "\"away: the backend file did not take the signal: ");
            assertThat(json.err().lines())
                    .containsExactly(
                            "curfew: the signal did not reach every cluster: who runs there may not have stopped by"
                                    + " it");
            await().until(() -> eu.runs() == 0);
        }
        Typed none = typed("stop", "orders", "--profile", "away");
        assertThat(none.code()).isEqualTo(ExitCode.ERROR);
        assertThat(none.err()).startsWith("curfew: the backend file did not take the signal: ");
    }

    @Test
    void nobodyIsMeantOnlyIfThereIsNobodyOnAny() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("pay", true))) {
            awaitListed("eu,us", 2);
            Typed nobody = typed("stop", "clicks", "--wait", "--profile", "eu,us");
            assertThat(nobody.code()).as(nobody.toString()).isEqualTo(ExitCode.NOBODY);
            Typed one = typed("stop", "orders", "--wait", "--profile", "eu,us", "-o", "json");
            assertThat(one.code()).as(one.toString()).isZero();
            assertThat(one.out())
                    .contains("\"profile\" : \"eu\"", "\"counts\" : {", "\"stopped\" : 1")
                    .doesNotContain("\"profile\" : \"us\"");
            assertThat(one.err())
                    .isEqualTo("curfew: us: nobody matched orders: see 'curfew list'" + System.lineSeparator());
            Typed more = typed("stop", "pay", "--wait", "--expect", "2", "--timeout", "6s", "-p", "eu,us");
            assertThat(more.code()).as(more.toString()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(more.err()).contains("only 1 of 2 expected answered");
            assertThat(eu.runs() + us.runs()).isZero();
        }
    }

    @Test
    void tellsOfWhichClusterADriverIsThatSaysNothing() throws IOException {
        String dead = "http://127.0.0.1:" + FreePort.next();
        Path file = Files.writeString(dir.resolve("http.conf"), """
                curfew {
                  file.poll-interval = 50ms
                  profiles.eu.file.dir = "%1$s/eu"
                  profiles.us { backends = "file,http", file.dir = "%1$s/us", http.urls = "%2$s" }
                }
                """.formatted(dir, dead));
        Typed list = typed("list", "--profile", "eu,us", "--config", file.toString());
        assertThat(list.err()).contains("curfew: us: the driver of " + dead + " says nothing: ");
        Typed json = typed("list", "--profile", "eu,us", "--config", file.toString(), "-o", "json");
        assertThat(json.out())
                .containsSubsequence("\"silent\" : [", "\"profile\" : \"us\"", "\"place\" : \"" + dead + "\"");
        Typed watch = typed("list", "--profile", "eu,us", "--config", file.toString(), "--watch", "--for", "0s");
        assertThat(watch.err()).contains("curfew: us: the driver of " + dead + " says nothing: ");
    }

    @Test
    void aServiceConnectsToOneByItsName() throws Exception {
        String config = Objects.requireNonNull(environment.get("CURFEW_CONFIG"));
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("orders", true));
                CurfewClient client = CurfewClient.connect(Map.of("profile", "us", "config", config))) {
            await().until(() -> client.roster().size() == 1);
            Result result = client.stop("orders").track().result().get(30, TimeUnit.SECONDS);
            assertThat(result.conclusion()).isEqualTo(Conclusion.AS_ASKED);
            assertThat(us.runs()).isZero();
            assertThat(eu.runs()).isEqualTo(1);
        }
        assertThatThrownBy(() -> CurfewClient.connect(Map.of("profile", "eu,us", "config", config)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names several profiles, and only one can be used at a time here");
    }

    @Test
    void anUnknownProfileIsOneSentence() {
        Typed wrong = typed("list", "--profile", "eu,uss");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .isEqualTo(
                        "curfew: profile on the command line names \"uss\", and there is no such profile (there is away,"
                                + " eu, gone, us): did you mean us?" + System.lineSeparator());
    }

    @Test
    void streamsALineForEachThingThatHappens() {
        try (FakeDriver eu =
                        new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true), new FakeRun("stuck", false));
                FakeDriver us = new FakeDriver(dir.resolve("us"), new FakeRun("pay", true))) {
            awaitListed("eu,us", 3);
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> stop = CompletableFuture.supplyAsync(() -> Typed.in(
                    environment,
                    null,
                    seen,
                    "stop",
                    "team=payments",
                    "--wait",
                    "--stream",
                    "-o",
                    "json",
                    "--deadline",
                    "4s",
                    "--profile",
                    "eu,us"));
            await().until(() -> seen.toString().contains("\"event\":\"draining\""));
            eu.start(new FakeRun("late", true));

            Typed result = stop.join();
            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
            List<String> lines = result.out().lines().toList();
            assertThat(lines).allMatch(line -> line.matches("\\{\"time\":\"[^\"]+\",\"event\":\"\\w+\".*}"));
            // A file's place has the latest word only, so that one before it may be passed over.
            assertThat(events(lines, "stuck"))
                    .startsWith("expected")
                    .endsWith("draining", "forced")
                    .doesNotHaveDuplicates();
            assertThat(events(lines, "pay"))
                    .startsWith("expected")
                    .endsWith("stopped")
                    .doesNotHaveDuplicates();
            assertThat(events(lines, "late")).containsExactly("later");
            assertThat(lines)
                    .filteredOn(line -> event(line).equals("sent"))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("\"profile\":\"eu\""))
                    .anyMatch(line -> line.contains("\"profile\":\"us\""));
            assertThat(lines.get(lines.size() - 1))
                    .contains(
                            "\"event\":\"summary\"",
                            "\"exitCode\":3",
                            "\"counts\":{\"forced\":1,\"stopped\":2}",
                            "\"later\":[{\"profile\":\"eu\",\"run\":");
            assertThat(us.runs()).isZero();
        }
    }

    @Test
    void tellsWhoCameTooLateToBeMeant() {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("stuck", false))) {
            awaitListed("eu", 1);
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> stop = CompletableFuture.supplyAsync(() -> Typed.in(
                    environment, null, seen, "stop", "team=payments", "--wait", "--deadline", "4s", "-p", "eu"));
            await().until(() -> seen.toString().contains("draining"));
            eu.start(new FakeRun("late", true));

            assertThat(stop.join().err())
                    .contains(
                            "curfew: 1 run that matches began when the signal was sent or after, and it is not for it: late");
            assertThat(eu.runs()).isEqualTo(1);
        }
    }

    private static List<String> events(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.contains("\"name\":\"" + name + "\"") && !line.contains("\"summary\""))
                .map(FleetTest::event)
                .toList();
    }

    private static String event(String line) {
        return line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1");
    }

    private Typed typed(String... args) {
        return Typed.in(environment, args);
    }

    private void awaitListed(String profiles, int count) {
        await().until(() ->
                typed("list", "-o", "name", "-p", profiles).out().lines().count() == count);
    }
}
