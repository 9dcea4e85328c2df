package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in this process, against the real engine over the file backend. */
@Timeout(120)
final class CliTest {
    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void pointAtTheDirectory() {
        environment = Map.of("CURFEW_FILE_DIR", dir.toString(), "CURFEW_FILE_POLL_INTERVAL", "50ms");
    }

    @Test
    void stopsAndWaitsUntilAllHaveStopped() {
        try (FakeDriver driver =
                new FakeDriver(dir, new FakeRun("orders", true), new FakeRun("clicks", true), new FakeRun("x", true))) {
            awaitListed(3);
            Typed result = Typed.in(environment, "stop", "query.name in (orders,clicks)", "--wait", "--reason", "test");

            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .containsPattern("orders +stopped +last batch 42")
                    .containsPattern("clicks +stopped +last batch 42")
                    .containsPattern("2 stopped in ")
                    .doesNotContainPattern("(?m) x +");
            await().until(() -> driver.runs() == 1);
        }
    }

    @Test
    void saysHowItCameAboutWhereItIsNotAsAsked() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true), new FakeRun("stuck", false))) {
            awaitListed(2);
            Typed result = Typed.in(environment, "stop", "team=payments", "--wait", "--deadline", "300ms");

            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
            assertThat(result.out()).containsPattern("1 forced, 1 stopped in ");
            assertThat(result.err()).isEqualTo("curfew: not as asked: stuck" + System.lineSeparator());
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void forcedIsAsAskedWithNow() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("stuck", false))) {
            awaitListed(1);
            Typed result = Typed.in(environment, "stop", "stuck", "--now", "--wait", "-o", "json");

            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.out())
                    .contains("\"exitCode\" : 0", "\"outcome\" : \"forced\"", "\"host\" : \"test-host\"")
                    .contains("\"matched\" : \"query.name=stuck\"", "\"mode\" : \"now\"");
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void runsOutOfTimeWithSomebodySilentOrStillDraining() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("stuck", false))) {
            awaitListed(1);
            Typed result = Typed.in(environment, "stop", "stuck", "--wait", "--timeout", "2s");

            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(result.err())
                    .startsWith("curfew: time ran out after 2s, without a final word from stuck; the signal stands");
            assertThat(driver.runs()).isEqualTo(1);
            assertThat(Typed.in(environment, "stop", "stuck", "--now", "--wait").code())
                    .isZero();
        }
    }

    @Test
    void waitsForAsManyAsAreExpected() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            Typed result = Typed.in(environment, "stop", "team=payments", "--wait", "--expect", "2", "--timeout", "2s");

            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(result.err())
                    .startsWith("curfew: time ran out after 2s, only 1 of 2 expected answered; the signal stands");
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void tellsThatNobodyMatched() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            Typed result = Typed.in(environment, "stop", "order", "--wait");

            assertThat(result.code()).isEqualTo(ExitCode.NOBODY);
            assertThat(result.err())
                    .isEqualTo("curfew: nobody matched order: see 'curfew list'" + System.lineSeparator());
            assertThat(driver.runs()).isEqualTo(1);
        }
    }

    @Test
    void publishesWithoutWaiting() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            Typed result = Typed.in(environment, "stop", "orders", "-o", "name");

            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.out().strip()).matches("[0-9a-f-]{36}");
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void listsInEveryForm() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true), new FakeRun("clicks", true))) {
            awaitListed(2);
            assertThat(Typed.in(environment, "list").out().lines().toList())
                    .hasSize(3)
                    .first()
                    .asString()
                    .matches("NAME +STATE +SINCE +BATCH +APP +HOST +HEARD +BACKENDS");
            assertThat(Typed.in(environment, "list", "query.name=o*", "-o", "name")
                            .out())
                    .isEqualTo("orders" + System.lineSeparator());
            assertThat(Typed.in(environment, "list", "orders", "-o", "json").out())
                    .contains(
                            "\"name\" : \"orders\"",
                            "\"team\" : \"payments\"",
                            "\"lost\" : false",
                            "\"state\" : \"listening\"");
            Typed none = Typed.in(environment, "list", "nobody");
            assertThat(none.code()).isEqualTo(ExitCode.NOBODY);
            assertThat(none.err()).isEqualTo("curfew: no run matches nobody" + System.lineSeparator());
            assertThat(driver.runs()).isEqualTo(2);
        }
        Typed empty = Typed.in(environment, "list");
        assertThat(empty.code()).as(empty.toString()).isZero();
        assertThat(empty.out()).isEmpty();
        assertThat(empty.err())
                .isEqualTo(
                        "curfew: no run is there; 'curfew settings' shows where this looks" + System.lineSeparator());
    }

    @Test
    void asksATerminalBeforeItReachesFar() {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            Typed no = Typed.in(environment, question -> "n", "stop", "*");
            assertThat(no.code()).isEqualTo(ExitCode.USAGE);
            assertThat(no.err()).isEqualTo("curfew: nothing was published" + System.lineSeparator());
            assertThat(driver.runs()).isEqualTo(1);

            Typed yes = Typed.in(
                    environment,
                    question -> {
                        assertThat(question).isEqualTo("Stop everyone whom * matches, 1 run just now? [y/N] ");
                        return "y";
                    },
                    "stop",
                    "*",
                    "--wait");
            assertThat(yes.code()).as(yes.toString()).isZero();
            assertThat(driver.runs()).isZero();
        }
    }

    @Test
    void showsWithoutPublishing() throws IOException {
        try (FakeDriver driver = new FakeDriver(dir, new FakeRun("orders", true))) {
            awaitListed(1);
            Typed result = Typed.in(environment, "stop", "--all", "--dry-run");

            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.out()).contains("\"specversion\"", "orders");
            assertThat(driver.runs()).isEqualTo(1);
        }
        try (Stream<Path> signals = Files.list(dir.resolve("default/signals"))) {
            assertThat(signals).isEmpty();
            Typed json = Typed.in(environment, "stop", "--all", "--dry-run", "-o", "json");
            assertThat(json.out()).contains("\"message\" : \"{", "io.github.curfew.stop.requested.v1");
            assertThat(Typed.in(environment, "stop", "--all", "--dry-run", "--expiry", "10m")
                            .out())
                    .contains("\"expirytime\"");
        }
    }

    private void awaitListed(int count) {
        await().until(() -> listed().size() == count);
    }

    private List<String> listed() {
        return Typed.in(environment, "list", "-o", "name").out().lines().toList();
    }
}
