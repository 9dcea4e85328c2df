package io.github.curfew.spark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.orders.OrdersApplication;
import com.example.orders.ThreeQueriesApplication;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Tracking;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Zero code: an application that knows nothing of Curfew, in a JVM of its own, is stopped by words in a file. */
class PluginTest extends InChildJvm {
    private ChildJvm.Launch application() {
        return application(OrdersApplication.class);
    }

    private ChildJvm.Launch application(Class<?> main) {
        return overFiles(main)
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("spark.curfew.labels.stage", "test");
    }

    @Test
    void everyQueryOfEverySessionIsUnderCurfew() throws Exception {
        feed(200);
        try (ChildJvm child = application().start(home, home)) {
            awaitIs(child, "running");
            await().atMost(LONG)
                    .until(() -> rows("orders").size() > 3 && rows("returns").size() > 3);
            say("stop returns");
            await().atMost(LONG).until(() -> reports("stopped").size() == 1);
            assertThat(reports("stopped").get(0)).contains("query.name=returns", "\"stage\":\"test\"");
            int returned = rows("returns").size();
            Files.createFile(home.resolve("late"));
            awaitIs(child, "running-late");
            say("stop team=payments");
            await().atMost(LONG).until(() -> reports("stopped").size() == 2);
            await().atMost(LONG).until(() -> rows("late").size() > 3);
            assertThat(rows("returns")).hasSize(returned);
            say("stop *");
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
            // The last to end may be told once more, to the exit of the JVM that followed at once.
            assertThat(reports("stopped").stream().filter(report -> report.contains("/curfew/backends/file")))
                    .as(child.output())
                    .hasSize(4);
        }
        assertThat(home.resolve("is-ended")).exists();
        for (String output : List.of("orders", "unnamed", "returns", "late")) {
            Account account = Account.of(given, rows(output));
            assertThat(account.duplicated()).as(output).isZero();
            assertThat(account.out()).as(output).isPositive().isLessThan(account.in());
        }
    }

    @Test
    void aSecondSparkContextIsUnderCurfewToo() throws Exception {
        feed(200);
        try (ChildJvm child = application().start(home, home, 2)) {
            for (int time = 1; time <= 2; time++) {
                awaitIs(child, "running-" + time);
                say("stop context-" + time);
                int stopped = time;
                await().atMost(LONG).until(() -> reports("stopped").size() == stopped);
            }
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
        }
    }

    @Test
    void whatStillRunsWhenMainReturnsIsDrained() throws Exception {
        feed(60);
        try (ChildJvm child = application(ThreeQueriesApplication.class).start(home, home)) {
            awaitIs(child, "running");
            await().atMost(LONG)
                    .until(() -> rows("one").size() > 3 && rows("three").size() > 3);
            say("stop two");
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
            assertThat(reports("/curfew/backends/file"))
                    .singleElement()
                    .asString()
                    .contains("stopped", "two");
            assertThat(reports("/curfew/jvm-exit")).as(child.output()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(reports("/curfew/jvm-exit")).allMatch(report -> report.contains("stopped"));
        }
        for (String output : List.of("one", "two", "three")) {
            assertThat(rows(output)).as(output).doesNotHaveDuplicates();
            assertThat(rows(output).size() % 5)
                    .as("no batch of five rows of %s is cut", output)
                    .isZero();
        }
    }

    @Test
    void whatStillRunsWhenTheContextIsStoppedIsReportedAsForced() throws Exception {
        feed(60);
        try (ChildJvm child = application(ThreeQueriesApplication.class).start(home, home, "stop")) {
            awaitIs(child, "running");
            await().atMost(LONG)
                    .until(() -> rows("one").size() > 3 && rows("three").size() > 3);
            Files.createFile(home.resolve("hold-one"));
            Files.createFile(home.resolve("hold-three"));
            awaitIs(child, "held-one");
            awaitIs(child, "held-three");
            say("stop two");
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
            assertThat(reports("/curfew/backends/file"))
                    .singleElement()
                    .asString()
                    .contains("\"report\":\"stopped\"", "two");
            assertThat(reports("the application stopped its SparkContext"))
                    .as(child.output())
                    .hasSize(2)
                    .allMatch(report -> report.contains("\"forced\""));
        }
    }

    @Test
    void aDrainThatTheApplicationsEndOvertakesHasItsFinalReport() throws Exception {
        feed(60);
        try (ChildJvm child = application(ThreeQueriesApplication.class).start(home, home, "stop")) {
            awaitIs(child, "running");
            await().atMost(LONG).until(() -> rows("one").size() > 3);
            Files.createFile(home.resolve("hold-one"));
            awaitIs(child, "held-one");
            say("stop one");
            await().atMost(LONG).until(() -> reports("draining").size() == 1);
            say("stop two");
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
            assertThat(reports("query.name=one"))
                    .filteredOn(report -> report.contains("/curfew/backends/file"))
                    .singleElement()
                    .asString()
                    .contains("\"report\":\"forced\"", "the application stopped its SparkContext");
        }
    }

    @Test
    void twoDriversOfOneNameAreBothMeantAndBothWaitedFor() throws Exception {
        feed(60);
        Path other = Files.createDirectories(home.resolve("other"));
        Files.createSymbolicLink(other.resolve("input"), home.resolve("input"));
        Settings settings = Settings.resolve(
                List.of(SettingsSource.flags(Map.of("file.dir", curfew.toString()))), Backends.discover());
        try (ChildJvm one = application(ThreeQueriesApplication.class).start(home, home);
                ChildJvm two = application(ThreeQueriesApplication.class).start(other, other);
                CurfewClient client = CurfewClient.connect(settings)) {
            await().atMost(LONG).until(() -> client.roster().size() == 6);
            assertThat(client.roster().stream()
                            .map(entry -> entry.driver().id())
                            .distinct())
                    .hasSize(2);
            Signal all = Signal.create(
                    "/tests",
                    Action.STOP,
                    Selector.parse("app.name=ThreeQueriesApplication"),
                    Terms.DEFAULT,
                    Instant.now());
            try (Tracking tracking = client.track(all)) {
                Progress progress = tracking.await(LONG);
                assertThat(progress.settled()).isTrue();
                assertThat(progress.runs())
                        .hasSize(6)
                        .allSatisfy(
                                run -> assertThat(requireNonNull(run.report()).outcome())
                                        .isEqualTo(Outcome.STOPPED));
            }
            assertThat(one.awaitExit(LONG)).as(one.output()).isZero();
            assertThat(two.awaitExit(LONG)).as(two.output()).isZero();
        }
    }

    @Test
    void wrongSettingsFailAtStartWithEveryProblemNamed() throws Exception {
        Path file = Files.writeString(home.resolve("curfew.conf"), "curfew {\n  stop.on-timout = force\n}\n");
        ChildJvm.Launch wrong = application()
                .with("spark.curfew.config", file)
                .with("spark.curfew.stop.deadlin", "5m")
                .with("spark.curfew.signal.expiry", "soon")
                .with("spark.curfew.labels.app.id", "mine");
        try (ChildJvm child = wrong.start(home, home)) {
            assertThat(child.awaitExit(LONG)).isNotZero();
            assertThat(child.output())
                    .contains("stop.deadline", "signal.expiry", "app.id", "ConfigurationException")
                    .contains("curfew.stop.on-timout in " + file + ":2 is no setting of Curfew");
        }
    }

    @Test
    void aBackendThatCannotWorkHarmsNothing() throws Exception {
        feed(2);
        Files.writeString(curfew, "a file where the directory should be");
        try (ChildJvm child = application().start(home, home, 1)) {
            awaitIs(child, "running-1");
            await().atMost(LONG).until(() -> rows("context-1").size() == 10);
            assertThat(child.isAlive()).isTrue();
        }
    }
}
