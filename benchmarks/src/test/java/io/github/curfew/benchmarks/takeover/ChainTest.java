package io.github.curfew.benchmarks.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails leaves nothing behind. */
class ChainTest {
    @TempDir
    Path home;

    private Chain chain(List<String> options) throws Exception {
        Map<String, String> backend =
                Map.of("backends", "file", "file.dir", home.resolve("curfew").toString(), "namespace", "chain");
        return new Chain("a chain", home, true, false, backend, options);
    }

    private static List<ProcessHandle> versions() {
        return ProcessHandle.current()
                .children()
                .sorted(Comparator.comparing(
                        process -> process.info().startInstant().orElseThrow()))
                .toList();
    }

    @Test
    @Timeout(60)
    void aFirstVersionThatFailsIsToldWithItsLastWordsAndFeedsNobody() {
        assertThatThrownBy(() -> chain(List.of("-Xms9g")))
                .hasMessageContaining("a chain: version 0 writes nothing")
                .hasMessageContaining("heap size");

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("feed of a chain"));
        assertThat(versions()).isEmpty();
    }

    @Test
    @Tag("full")
    @Timeout(600)
    void aHandoverThatFailsLeavesNoVersionAlive() throws Exception {
        try (Chain chain = chain(List.of())) {
            CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                while (versions().size() < 2) {
                    LockSupport.parkNanos(10_000_000);
                }
                versions().get(1).destroyForcibly();
            });
            assertThatThrownBy(chain::handOver).hasMessageContaining("a chain: version 1 writes nothing");
            killed.join();
        }
        assertThat(versions()).isEmpty();
    }
}
