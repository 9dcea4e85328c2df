package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.streams.StreamsApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zero code: the StreamingContext of an application that knows nothing of Curfew, in a JVM of its own. */
class ContextPluginTest extends InChildJvm {
    private ChildJvm.Launch application() {
        return overFiles(StreamsApplication.class)
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("spark.curfew.labels.team", "payments");
    }

    private List<Path> markers() {
        return children(curfew.resolve("default/running"));
    }

    /** Its receiver has removed what it took, and what it took has been written once. */
    private void assertAllThatWasReceivedIsProcessed() throws IOException {
        List<String> left = new ArrayList<>();
        for (Path file : children(home.resolve("input"))) {
            left.addAll(Files.readAllLines(file));
        }
        List<String> out = new ArrayList<>(rows("rows"));
        assertThat(out).isNotEmpty();
        out.addAll(left);
        assertThat(Account.of(given, out)).isEqualTo(new Account(given.size(), given.size(), 0, 0));
    }

    private void awaitUnderCurfew(ChildJvm child, int time) {
        awaitIs(child, "running-" + time);
        await().atMost(LONG)
                .failFast(() -> !child.isAlive())
                .until(() -> markers().size() == 1);
    }

    @Test
    void everyContextIsFoundAndDrained() throws Exception {
        feed(40, 20);
        try (ChildJvm child = application().start(home, home, 3)) {
            awaitUnderCurfew(child, 1);
            await().atMost(LONG).until(() -> rows("rows").size() > 20);
            say("stop StreamsApplication");
            await().atMost(LONG).until(() -> reports("stopped").size() == 1);
            assertThat(reports("stopped").get(0))
                    .contains("\"kind\":\"dstream\"", "app.name=StreamsApplication", "\"team\":\"payments\"");
            assertAllThatWasReceivedIsProcessed();
            awaitUnderCurfew(child, 2);
            int before = rows("rows").size();
            feed(40, 20);
            await().atMost(LONG).until(() -> rows("rows").size() > before);
            say("stop kind=dstream,team=payments");
            await().atMost(LONG).until(() -> reports("stopped").size() == 2);
            assertAllThatWasReceivedIsProcessed();
            awaitUnderCurfew(child, 3);
            Files.createFile(home.resolve("halt"));
            awaitIs(child, "stopped-3");
            await().atMost(LONG).until(() -> markers().isEmpty());
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
        }
        assertThat(reports("\"report\":\"stopped\"")).hasSize(2);
        assertAllThatWasReceivedIsProcessed();
    }

    @Test
    void whatCurfewSetsIsToldInOneLine() throws Exception {
        Path logging = Files.writeString(home.resolve("log4j2.properties"), """
                appender.out.type = Console
                appender.out.name = out
                rootLogger = ERROR, out
                logger.curfew.name = io.github.curfew
                logger.curfew.level = INFO
                """);
        feed(1, 20);
        try (ChildJvm child =
                application().with("log4j2.configurationFile", logging.toUri()).start(home, home, 1)) {
            awaitUnderCurfew(child, 1);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(child.output())
                            .containsOnlyOnce("Curfew has set spark.streaming.gracefulStopTimeout=5m,"
                                    + " spark.streaming.driver.writeAheadLog.allowBatching=false"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSigtermDrains(boolean sparkWouldToo) throws Exception {
        feed(40, 20);
        try (ChildJvm child = application()
                .with("spark.streaming.stopGracefullyOnShutdown", sparkWouldToo)
                .start(home, home, 1)) {
            awaitUnderCurfew(child, 1);
            await().atMost(LONG).until(() -> rows("rows").size() > 20);
            child.terminate();
            assertThat(child.awaitExit(LONG)).as(child.output()).isEqualTo(143);
            assertThat(reports("\"report\":\"stopped\"")).as(child.output()).hasSize(1);
        }
        assertAllThatWasReceivedIsProcessed();
    }

    @Test
    void theSparkContextIsStoppedTooIfThatIsWanted() throws Exception {
        feed(10, 20);
        Files.createFile(home.resolve("linger"));
        try (ChildJvm child =
                application().with("spark.curfew.stop.spark-context", true).start(home, home, 1)) {
            awaitUnderCurfew(child, 1);
            await().atMost(LONG).until(() -> rows("rows").size() > 20);
            say("stop *");
            assertThat(child.awaitExit(Duration.ofSeconds(60)))
                    .as(child.output())
                    .isZero();
            assertThat(reports("\"report\":\"stopped\"")).as(child.output()).hasSize(1);
            assertThat(home.resolve("is-ended-without-spark"))
                    .as(child.output())
                    .exists();
        }
        assertAllThatWasReceivedIsProcessed();
    }
}
