package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new version goes on where the old one stopped, in a JVM of its own, over the file backend. */
class TakeoverChainTest {
    private static final int HANDOVERS = 20;

    @TempDir
    Path home;

    private TakeoverChain chain(String how) throws Exception {
        return new TakeoverChain(
                home,
                how,
                launch -> launch.with("spark.curfew.file.dir", home.resolve("curfew"))
                        .with("spark.curfew.file.poll-interval", "100ms"));
    }

    @Test
    @Timeout(600)
    void twoVersionsTakeOverOneFromTheOther() throws Exception {
        handOver(chain("one"), 2);
    }

    @Test
    @Tag("full")
    @Timeout(3600)
    void twentyVersionsTakeOverOneFromTheOther() throws Exception {
        handOver(chain("all"), HANDOVERS);
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void aSilentPredecessorIsNeverPassedAndAHeldVersionEndsWithItsApplication() throws Exception {
        try (TakeoverChain chain = chain("one")) {
            chain.load(Duration.ofMillis(300));
            ChildJvm first = chain.next();
            chain.awaitRows();
            first.kill("STOP");
            try (ChildJvm second = chain.next("spark.curfew.takeover.timeout", "3s")) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> second.output().contains("is still held: it waits for TakeoverApplication"));
                second.terminate();
                assertThat(second.awaitExit(Duration.ofMinutes(2))).isEqualTo(143);
            }
            try (ChildJvm third = chain.nextThat("stop", "spark.curfew.takeover.timeout", "3s")) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> third.output().contains("is still held: it waits for TakeoverApplication"));
                Files.createFile(home.resolve("stop"));
                assertThat(third.awaitExit(Duration.ofMinutes(2)))
                        .as(third::output)
                        .isZero();
            }
            first.kill("CONT");
            // It was asked to stop all the same, and does.
            chain.awaitEnd(0);
            chain.next();
            chain.awaitRows();
            chain.rest();
            chain.check();
            assertThat(chain.written("copy"))
                    .extracting(TakeoverChain.Written::version)
                    .doesNotContain("v1", "v2");
        }
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void ofThreeNewVersionsAtOnceOneGoesOn() throws Exception {
        try (TakeoverChain chain = chain("one")) {
            chain.load(Duration.ofMillis(300));
            ChildJvm first = chain.next();
            chain.awaitRows();
            // Until all three are there.
            first.kill("STOP");
            for (int version = 0; version < 3; version++) {
                chain.next("log.level", "info");
            }
            List<ChildJvm> rivals = chain.versions().subList(1, 4);
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> rivals.stream().filter(ChildJvm::isAlive).count() == 1);
            for (ChildJvm rival : rivals) {
                if (!rival.isAlive()) {
                    assertThat(rival.awaitExit(Duration.ZERO)).as(rival::output).isZero();
                    assertThat(rival.output()).contains("ends without a batch");
                }
            }
            first.kill("CONT");
            chain.awaitEnd(0);
            chain.rest();
            chain.check();
            assertThat(chain.handovers("copy")).isOne();
        }
    }

    private static void handOver(TakeoverChain chain, int times) throws Exception {
        try (chain) {
            chain.load(Duration.ofMillis(300));
            chain.next();
            chain.awaitRows();
            for (int version = 1; version <= times; version++) {
                chain.next();
                chain.awaitRows();
                chain.awaitEnd(version - 1);
            }
            chain.rest();
            chain.check();
            assertThat(chain.handovers("copy")).isEqualTo(times);
        }
    }
}
