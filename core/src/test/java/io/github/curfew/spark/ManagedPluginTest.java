package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A managed lifecycle beside the real plugin, which hears of every stream in the application. */
class ManagedPluginTest extends InChildJvm {
    private ChildJvm start() throws Exception {
        feed(100);
        ChildJvm child = overFiles(ManagedApplication.class)
                .with("spark.master", "local[3]") // of which the receiver has one
                .with("spark.plugins", CurfewPlugin.class.getName())
                .start(home, home);
        await().atMost(LONG)
                .failFast(() -> !child.isAlive())
                .until(() -> rows("orders").size() > 3);
        return child;
    }

    /** Every query has a marker by its id: there is only the application's. */
    private void assertIsOneRun() {
        assertThat(children(curfew.resolve("default/running")))
                .singleElement()
                .satisfies(marker -> assertThat(marker.getFileName().toString()).startsWith("local-"));
        assertThat(reports("run.id")).allMatch(report -> report.contains("\"kind\":\"lifecycle\""));
    }

    @Test
    void itsStreamsAreNoRunsOfTheirOwn() throws Exception {
        try (ChildJvm child = start()) {
            assertIsOneRun();
            say("restart *");
            await().atMost(LONG).until(() -> reports("restarted").size() == 1);
            awaitIs(child, "maintained");
            assertIsOneRun();
            say("stop shop");
            assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
            assertThat(reports("\"stopped\"")).as(child.output()).hasSize(1);
        }
        assertThat(home.resolve("is-ended")).exists();
        assertWhole();
    }

    @Test
    void aSigtermEndsAPause() throws Exception {
        try (ChildJvm child = start()) {
            say("pause shop");
            await().atMost(LONG).until(() -> reports("paused").size() == 1);
            child.terminate();
            assertThat(child.awaitExit(LONG)).as(child.output()).isEqualTo(143);
            assertThat(reports("/curfew/jvm-exit")).singleElement().asString().contains("stopped");
        }
        assertWhole();
    }

    private void assertWhole() throws Exception {
        List<String> rows = rows("orders");
        assertThat(rows).doesNotHaveDuplicates();
        assertThat(rows.size() % 5).as("no batch of five rows is cut").isZero();
    }
}
