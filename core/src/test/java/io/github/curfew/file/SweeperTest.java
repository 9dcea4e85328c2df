package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
    @TempDir
    Path temp;

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void whatNobodyNeedsGoesAndAllElseStays() throws IOException {
        FileBackend backend = new FileBackend(temp);
        Path namespace = backend.namespace();
        try (Transport driver = backend.driver()) {
            driver.end(Topic.SIGNALS);
            driver.announce(FileBackend.run("run-1", "orders-id"));
            publish(driver, Topic.SIGNALS, "", "young", "{}");
            publish(driver, Topic.SIGNALS, "", "old", "{}");
            publish(driver, Topic.REPORTS, "signal-1", "run-1", "{}");
            publish(driver, Topic.REPORTS, "signal-2", "run-1", "{}");
        }
        backend.echo("stop a", "by-hand");
        backend.echo("{}", "by-hand.json");
        Files.writeString(namespace.resolve("reports/signal-1/notes.txt"), "mine");
        Files.writeString(namespace.resolve("signals/.tmp-1"), "half");
        Files.writeString(namespace.resolve("signals/.tmp-2"), "half");
        try (Stream<Path> all = Files.walk(namespace)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                age(path, Duration.ofDays(30));
            }
        }
        age(namespace.resolve("signals/young.keep-2h.json"), Duration.ofMinutes(90));
        age(namespace.resolve("signals/.tmp-2"), Duration.ofMinutes(90));
        age(namespace.resolve("reports/signal-1/run-1.json"), Duration.ofDays(6));
        for (String group : List.of("signal-1", "signal-2")) {
            age(namespace.resolve("reports/" + group), Duration.ofDays(30));
        }

        Sweeper sweeper = new Sweeper(
                new NamespaceDirectory(new LocalFileStore(namespace), namespace.toString()), Duration.ofDays(7));
        assertThat(sweeper.sweep(Duration.ofSeconds(10))).isTrue();

        try (Stream<Path> all = Files.walk(namespace)) {
            assertThat(all.filter(path -> !path.equals(namespace))
                            .map(path -> namespace.relativize(path).toString()))
                    .containsExactlyInAnyOrder(
                            ".curfew",
                            "signals",
                            "signals/young.keep-2h.json",
                            "signals/by-hand",
                            "signals/by-hand.json",
                            "signals/.tmp-2",
                            "reports",
                            "reports/signal-1",
                            "reports/signal-1/run-1.json",
                            "reports/signal-1/notes.txt",
                            "running",
                            "running/orders-id",
                            "running/app-1");
        }
    }

    @Test
    void itsWorkIsBounded() throws IOException {
        FileBackend backend = new FileBackend(temp);
        try (Transport driver = backend.driver()) {
            driver.end(Topic.SIGNALS);
            for (int i = 0; i < 3; i++) {
                publish(driver, Topic.SIGNALS, "", "old-" + i, "{}");
            }
        }
        try (Stream<Path> all = Files.list(backend.signals())) {
            for (Path path : all.toList()) {
                age(path, Duration.ofDays(30));
            }
        }
        Sweeper sweeper = new Sweeper(
                new NamespaceDirectory(new LocalFileStore(backend.namespace()), "there"), Duration.ofDays(7));
        assertThat(sweeper.sweep(Duration.ofNanos(1))).isFalse();
        assertThat(sweeper.sweep(Duration.ofSeconds(10))).isTrue();
        assertThat(backend.signals()).isEmptyDirectory();
    }
}
