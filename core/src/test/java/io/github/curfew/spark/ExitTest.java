package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.example.orders.OrdersApplication;
import com.example.orders.ThreeQueriesApplication;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM and Ctrl-C: a JVM that exits drains its queries, within the time that it has. */
class ExitTest extends InChildJvm {
    /** Of a batch, which takes 0.4 s with them: three outlast the moment that nobody chose. */
    private static final int ROWS = 20;

    /** What Spark and the JVM take for their own end, after ours. */
    private static final Duration SPARKS_OWN = Duration.ofSeconds(6);

    /** How the application comes under curfew. */
    enum Way {
        PLUGIN,
        ONE_LINE
    }

    private ChildJvm start(Way way) throws IOException {
        return switch (way) {
            case PLUGIN ->
                overFiles(OrdersApplication.class)
                        .with("spark.plugins", CurfewPlugin.class.getName())
                        .start(home, home, 1);
            case ONE_LINE -> overFiles(AwaitingApplication.class).start(home, home);
        };
    }

    @ParameterizedTest
    @EnumSource
    void killsAndRestartsCutNothing(Way way) throws Exception {
        cycles(way, List.of("TERM", "INT"));
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void manyKillsAndRestartsCutNothing(Way way) throws Exception {
        cycles(way, List.of("TERM", "INT", "TERM", "TERM", "INT", "TERM", "INT", "TERM"));
    }

    /** In every cycle but the last a batch is in flight; the last one ends when all rows are through. */
    private void cycles(Way way, List<String> signals) throws Exception {
        assumeFalse(isInterruptIgnored(), "a process that ignores SIGINT hands that down to its children");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int cycle = 0; cycle < signals.size(); cycle++) {
            boolean last = cycle == signals.size() - 1;
            feed(3, ROWS);
            try (ChildJvm child = start(way)) {
                awaitIs(child, "running-1");
                int before = rows("context-1").size();
                int enough = last ? given.size() : before + 1;
                await().atMost(LONG)
                        .failFast(() -> !child.isAlive())
                        .until(() -> rows("context-1").size() >= enough);
                // A moment that nobody chose: there is no condition to await.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                child.kill(signals.get(cycle));
                if (cycle % 2 == 0) {
                    child.kill("TERM");
                }
                assertThat(child.awaitExit(LONG))
                        .as("cycle %s, seed %s: %s", cycle, seed, child.output())
                        .isIn(130, 143);
                assertThat(reports("\"report\":\"stopped\""))
                        .as("cycle %s, seed %s: %s", cycle, seed, child.output())
                        .hasSize(cycle + 1);
            }
            assertThat(rows("context-1").size() % ROWS)
                    .as("cycle %s, seed %s: no batch is cut", cycle, seed)
                    .isZero();
            Files.delete(home.resolve("is-running-1"));
            Files.deleteIfExists(home.resolve("is-ended"));
        }
        Account account = Account.of(given, rows("context-1"));
        assertThat(account).as("seed %s", seed).isEqualTo(new Account(account.in(), account.in(), 0, 0));
    }

    /** As for what a shell without job control starts in its background. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    @Test
    void whatDoesNotEndInTimeIsForcedAndThatIsTold() throws Exception {
        feed(60);
        try (ChildJvm child = overFiles(ThreeQueriesApplication.class)
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("spark.curfew.sigterm.deadline", "6s")
                .start(home, home)) {
            awaitIs(child, "running");
            Files.createFile(home.resolve("hold-one"));
            awaitIs(child, "held-one");
            Duration took = terminate(child);
            assertThat(took).isLessThan(SPARKS_OWN.plusSeconds(6));
            assertThat(reports("\"query.name\":\"one\""))
                    .singleElement()
                    .asString()
                    .contains("\"report\":\"forced\"", "its deadline of 3s passed");
            for (String name : List.of("two", "three")) {
                assertThat(reports("\"query.name\":\"" + name + "\""))
                        .as(child.output())
                        .singleElement()
                        .asString()
                        .contains("stopped");
            }
        }
    }

    /** One has another broker beside it, the other has none; both at once, for each takes all of its time. */
    @Test
    void aBrokerThatHangsTakesNoTimeFromTheDrainNorAnybodysLastWord() throws Exception {
        feed(60);
        Path other = Files.createDirectories(home.resolve("other"));
        Files.createSymbolicLink(other.resolve("input"), home.resolve("input"));
        try (ChildJvm child = withHangingBroker("hanging,file").start(home, home, 1);
                ChildJvm alone = withHangingBroker("hanging").start(other, other, 1)) {
            await().atMost(LONG)
                    .failFast(() -> !child.isAlive() || !alone.isAlive())
                    .until(() -> rows("context-1").size() > 3
                            && rows("other/context-1").size() > 3);
            long since = System.nanoTime();
            alone.terminate();
            child.terminate();
            assertEndedBySigterm(child);
            assertEndedBySigterm(alone);
            assertThat(Duration.ofNanos(System.nanoTime() - since))
                    .as(() -> child.output() + alone.output())
                    .isLessThan(SPARKS_OWN.plusSeconds(8));
            assertThat(reports("\"report\":\"stopped\"")).as(child.output()).hasSize(1);
            assertThat(alone.output())
                    .containsPattern("No broker took this final report: \\{.*\"report\":\"stopped\".*\\}");
        }
        assertThat(rows("context-1").size() % 5).isZero();
        assertThat(rows("other/context-1").size() % 5).isZero();
    }

    private ChildJvm.Launch withHangingBroker(String backends) throws IOException {
        Path services = Files.createDirectories(home.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), HangingProvider.class.getName());
        return overFiles(OrdersApplication.class)
                .withClasses(home.resolve("classes"))
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("spark.curfew.backends", backends)
                .with("spark.curfew.sigterm.deadline", "8s");
    }

    private static Duration terminate(ChildJvm child) throws InterruptedException {
        long since = System.nanoTime();
        child.terminate();
        assertEndedBySigterm(child);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static void assertEndedBySigterm(ChildJvm child) throws InterruptedException {
        assertThat(child.awaitExit(LONG)).as(child.output()).isEqualTo(143);
    }
}
