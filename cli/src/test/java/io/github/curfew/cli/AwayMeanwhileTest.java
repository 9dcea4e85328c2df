package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that go away while somebody looks, and clusters of which none can be reached. */
@Timeout(120)
final class AwayMeanwhileTest {
    private static final String UNREADABLE = "curfew: the reports of the backend file cannot be read: ";

    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void describeProfiles() throws IOException {
        environment = Clusters.in(dir);
    }

    @Test
    void aWaitSaysAtOnceThatReportsCannotBeReadAnyMore() throws IOException {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("stuck", false))) {
            awaitListed();
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> stop =
                    inTheBackground(seen, "stop", "stuck", "--wait", "--deadline", "10s", "-p", "eu");
            await().until(() -> seen.toString().contains("draining"));
            whileUnreadable(() -> {
                await().until(() -> seen.toString().contains(UNREADABLE));
                assertThat(stop).isNotDone();
            });

            Typed result = stop.join();
            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
            assertThat(result.out()).containsOnlyOnce(UNREADABLE).containsPattern("stuck +forced");
            assertThat(eu.runs()).isZero();
        }
    }

    @Test
    void aWatchedListSaysSoToo() throws IOException {
        try (FakeDriver eu = new FakeDriver(dir.resolve("eu"), new FakeRun("orders", true))) {
            awaitListed();
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> list =
                    inTheBackground(seen, "list", "--watch", "--for", "15s", "-o", "json", "-p", "eu");
            await().until(() -> seen.toString().contains("orders"));
            whileUnreadable(() -> await().until(() -> seen.toString().contains(UNREADABLE)));

            assertThat(list.join().out()).containsOnlyOnce(UNREADABLE);
            assertThat(eu.runs()).isEqualTo(1);
        }
    }

    @Test
    void ofOneClusterItIsSaidToThatWhoIsMeantIsNotKnown() {
        Typed stop = Typed.in(environment, "stop", "orders", "--wait", "-p", "away");

        assertThat(stop.code()).isEqualTo(ExitCode.ERROR);
        assertThat(stop.out()).startsWith("stop orders means nobody who is known now");
        assertThat(stop.err())
                .containsSubsequence(
                        "curfew: who is meant there is not known: the reports of the backend file cannot be read: ",
                        "curfew: the backend file did not take the signal: ");
    }

    @Test
    void aStreamEndsWithItsSummaryWhereNoClusterTookTheSignal() {
        for (String profiles : List.of("away", "away,gone")) {
            Typed stop = Typed.in(environment, "stop", "orders", "--wait", "--stream", "-o", "json", "-p", profiles);

            assertThat(stop.code()).as(stop.toString()).isEqualTo(ExitCode.ERROR);
            List<String> lines = stop.out().lines().toList();
            assertThat(lines.subList(0, lines.size() - 1))
                    .allMatch(line -> line.contains("\"event\":\"trouble\""))
                    .anyMatch(line -> line.contains("did not take the signal: "))
                    .doesNotHaveDuplicates();
            assertThat(lines.get(lines.size() - 1)).contains("\"event\":\"summary\"", "\"exitCode\":1");
            assertThat(stop.err()).contains("the backend file did not take the signal: ");
        }
    }

    private void awaitListed() {
        await().until(() -> Typed.in(environment, "list", "-o", "name", "-p", "eu")
                        .out()
                        .lines()
                        .count()
                == 1);
    }

    private CompletableFuture<Typed> inTheBackground(StringWriter seen, String... args) {
        return CompletableFuture.supplyAsync(() -> Typed.inOrder(environment, seen, args));
    }

    /** Something is in the way where the reports are. */
    private void whileUnreadable(Runnable check) throws IOException {
        Path reports = dir.resolve("eu/default/reports");
        Path aside = Files.move(reports, dir.resolve("aside"));
        Files.writeString(reports, "no directory");
        try {
            check.run();
        } finally {
            Files.delete(reports);
            Files.move(aside, reports);
        }
    }
}
