package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Labels;
import io.github.curfew.servers.FreePort;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The list of runs, against the real engine over the file backend. */
@Timeout(120)
final class ListTest {
    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void pointAtTheDirectory() {
        environment = Map.of("CURFEW_FILE_DIR", dir.toString(), "CURFEW_FILE_POLL_INTERVAL", "50ms");
    }

    @Test
    void hasColumnsForLabelsAndAllThatIsKnownIfAskedTo() {
        try (FakeDriver driver = new FakeDriver(
                dir,
                new FakeRun("orders", true, Map.of("region", "eu", "tier", "1")),
                new FakeRun("clicks", true, Map.of("region", "us")))) {
            awaitListed(2);
            List<String> lines = list("-L", "region,tier", "-L", "team");
            assertThat(lines.get(0))
                    .matches("NAME +STATE +SINCE +BATCH +APP +HOST +HEARD +REGION +TIER +TEAM +BACKENDS");
            assertThat(lines.get(1))
                    .matches("clicks +running +\\S+ ago +41 +shop +test-host +\\S+ ago +us +- +payments +file");
            assertThat(lines.get(2)).matches("orders .* eu +1 +payments +file");

            List<String> wide = list("-o", "wide", "orders");
            assertThat(wide.get(0))
                    .matches("NAME .* STARTED +KIND +USER +SPARK +CURFEW +APP ID +RUN +LABELS +BACKENDS");
            assertThat(wide.get(1))
                    .containsPattern("3\\.5\\.7 +0\\.1\\.0 +app-1 ")
                    .containsPattern("region=eu,team=payments,tier=1 +file listening since \\S+ ago$");
            assertThat(String.join("", list("-o", "json", "orders")))
                    .containsPattern("\"since\" : \"20\\d\\d-")
                    .contains("\"appId\" : \"app-1\"")
                    .doesNotContain("profile");
            assertThat(driver.runs()).isEqualTo(2);
        }
    }

    @Test
    void tellsHowTheLinksOfADriverAre() {
        Map<String, String> two = Map.of(
                "backends",
                "file,redis",
                "file.dir",
                dir.toString(),
                "file.poll-interval",
                "50ms",
                "redis.url",
                "redis://127.0.0.1:" + FreePort.next());
        try (FakeDriver driver = new FakeDriver(two, new FakeRun("orders", true))) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(list()).last(STRING).endsWith(" file, redis degraded");
                assertThat(list("-o", "wide"))
                        .last(STRING)
                        .containsPattern(
                                "file listening since \\S+ ago, redis degraded since \\S+ ago \\(.*refused.*\\)$");
            });
            assertThat(String.join("", list("-o", "json"))).contains("\"state\" : \"degraded\"");
            assertThat(driver.runs()).isEqualTo(1);
        }
    }

    @Test
    void isSortedByNumbersAndTimesInTheirOrder() {
        try (FakeDriver driver = new FakeDriver(
                dir,
                new FakeRun("orders-10", true, Map.of("shard", "2", "zone", "b")),
                new FakeRun("orders-9", true, Map.of("shard", "10", "zone", "b")),
                new FakeRun("clicks", true, Map.of("zone", "a")))) {
            awaitListed(3);
            assertThat(list("-o", "name")).containsExactly("clicks", "orders-9", "orders-10");
            assertThat(list("-o", "name", "--sort-by", "shard")).containsExactly("orders-10", "orders-9", "clicks");
            assertThat(list("-o", "name", "--sort-by", "started")).containsExactly("orders-10", "orders-9", "clicks");
            assertThat(list("-o", "name", "--sort-by", "zone,shard"))
                    .containsExactly("clicks", "orders-10", "orders-9");
            assertThat(Typed.in(environment, "list", "--sort-by", "sinse").err())
                    .isEqualTo("curfew: there is no column and no label \"sinse\" to sort by: did you mean since?"
                            + System.lineSeparator());
            assertThat(driver.runs()).isEqualTo(3);
        }
    }

    @Test
    void tellsChangesAsRowsWhereItCannotRedraw() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true), new FakeRun("stuck", false))) {
            awaitListed(2);
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> table = CompletableFuture.supplyAsync(
                    () -> Typed.in(environment, null, seen, "list", "--watch", "--for", "8s"));
            CompletableFuture<Typed> json = CompletableFuture.supplyAsync(
                    () -> Typed.in(environment, "list", "--watch", "--for", "8s", "-o", "json"));
            await().until(() -> seen.toString().contains("orders"));
            assertThat(Typed.in(environment, "stop", "orders", "--wait").code()).isZero();
            driver.start(new FakeRun("late", true));

            List<String> lines = table.join().out().lines().toList();
            assertThat(lines.get(0)).startsWith("NAME");
            assertThat(lines.subList(1, 3)).anyMatch(line -> line.matches("stuck +running .*"));
            assertThat(lines.subList(3, lines.size()))
                    .anyMatch(line -> line.matches("orders +gone .*"))
                    .anyMatch(line -> line.matches("late +running .*"))
                    .noneMatch(line -> line.startsWith("stuck"));
            assertThat(json.join().out().lines())
                    .allMatch(line -> line.startsWith("{\"run\":") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"name\":\"orders\"") && line.contains("\"state\":\"gone\""));
        }
    }

    @Test
    void tellsOfDriversThatFellSilentAndOfThousands() {
        Crowd crowd = new Crowd(Map.of("file.dir", dir.toString()), Duration.ofMillis(500));
        crowd.appear(1_000);

        await().untilAsserted(() -> assertThat(list("--sort-by", "app"))
                .hasSize(1_001)
                .anyMatch(line -> line.matches("query-999 +lost +\\S+ ago .*")));
    }

    @Test
    void tellsForWhomARunIsHeld() {
        FakeRun old = new FakeRun("orders", false, Map.of(Labels.QUERY_ID, "q1"));
        FakeRun held = new FakeRun("orders", true, Map.of(Labels.QUERY_ID, "q1"));
        try (FakeDriver before = new FakeDriver(dir, old);
                FakeDriver after = new FakeDriver(dir)) {
            awaitListed(1);
            after.hold(held);
            String why = "it waits for shop (app-1, run " + old.info().id() + ")";
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> String.join("", list("-o", "json")).contains("\"why\" : \"" + why + "\""));
            Typed listed = Typed.in(environment, "list");
            assertThat(listed.out().lines().skip(1))
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).matches("orders +held +\\S+ ago +- .*"),
                            line -> assertThat(line).matches("orders +(running|draining) .*"));
            assertThat(listed.err().lines())
                    .containsExactly(
                            "curfew: orders of shop (run " + held.info().id() + ") is held: " + why);
            assertThat(before.runs() + after.runs()).isEqualTo(2);
        }
    }

    private List<String> list(String... options) {
        String[] typed = new String[options.length + 1];
        typed[0] = "list";
        System.arraycopy(options, 0, typed, 1, options.length);
        Typed result = Typed.in(environment, typed);
        assertThat(result.code()).as(result.toString()).isZero();
        return result.out().lines().toList();
    }

    private void awaitListed(int count) {
        await().until(() ->
                Typed.in(environment, "list", "-o", "name").out().lines().count() == count);
    }
}
