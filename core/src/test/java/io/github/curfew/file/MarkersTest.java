package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.await;
import static io.github.curfew.file.FileBackend.poll;
import static io.github.curfew.file.FileBackend.quiet;
import static io.github.curfew.file.FileBackend.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkersTest {
    private static final RunInfo ORDERS = run("run-1", "orders-id");

    @TempDir
    Path temp;

    private FileBackend backend;
    private Transport driver;
    private Position start;
    private Reader reader;

    @BeforeEach
    void announce() {
        backend = new FileBackend(temp.resolve("curfew"));
        driver = backend.driver();
        start = driver.end(Topic.SIGNALS);
        reader = driver.read(Topic.SIGNALS, start);
        driver.announce(ORDERS);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void rm(String... words) throws Exception {
        Process rm = new ProcessBuilder(words)
                .directory(backend.running().toFile())
                .inheritIO()
                .start();
        assertThat(rm.waitFor()).isZero();
    }

    private Stream<String> markers() throws IOException {
        try (Stream<Path> files = Files.list(backend.running())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void rmOfAQuerysMarkerStopsItsRun() throws Exception {
        assertThat(quiet(reader)).isEmpty();
        rm("rm", "orders-id");
        Delivery stop = await(reader, 1).get(0);
        assertThat(stop.body().text()).isEqualTo("stop run-1\n");
        assertThat(start.order(stop)).isEqualTo(Order.AFTER);
        driver.announce(ORDERS);
        assertThat(quiet(reader)).isEmpty();
        assertThat(markers()).containsExactly("app-1");
        driver.withdraw(ORDERS);
        assertThat(markers()).isEmpty();
        assertThat(quiet(reader)).isEmpty();
    }

    @Test
    void rmIsSeenAfterALongCalm() throws Exception {
        assertThat(poll(reader, Duration.ofMillis(2_500))).isEmpty();
        rm("rm", "orders-id");
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop run-1\n");
    }

    @Test
    void rmOfTheApplicationsMarkerStopsAllThatRanThen() throws Exception {
        rm("rm", "app-1");
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop app-1\n");
        driver.announce(run("run-2", "later-id"));
        assertThat(markers()).containsExactly("app-1", "later-id", "orders-id");
        assertThat(quiet(reader)).isEmpty();
        rm("sh", "-c", "rm *");
        assertThat(await(reader, 3))
                .extracting(delivery -> delivery.body().text())
                .containsExactlyInAnyOrder("stop run-1\n", "stop run-2\n", "stop app-1\n");
    }

    @Test
    void aDeletionBeforeAFenceIsBeforeIt() throws Exception {
        rm("rm", "app-1");
        Position fence = driver.end(Topic.SIGNALS);
        Delivery stop = await(reader, 1).get(0);
        assertThat(fence.order(stop)).isEqualTo(Order.BEFORE);
        assertThat(start.order(stop)).isEqualTo(Order.AFTER);
    }

    @Test
    void aDeletionWhileNobodyReadIsNotLost() throws Exception {
        Position position = reader.position();
        reader.close();
        rm("rm", "orders-id");
        driver.announce(ORDERS);
        reader = driver.read(Topic.SIGNALS, position);
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop run-1\n");
    }

    @Test
    void theApplicationsMarkerGoesWithItsLastRun() throws Exception {
        RunInfo other = run("run-2", "other-id");
        driver.announce(other);
        driver.withdraw(ORDERS);
        assertThat(markers()).containsExactly("app-1", "other-id");
        driver.withdraw(other);
        driver.withdraw(other);
        assertThat(markers()).isEmpty();
        assertThat(quiet(reader)).isEmpty();
    }

    @Test
    void aMarkerOfAnotherRunIsLeftAloneAndIsNoStop() throws Exception {
        try (Transport elsewhere = backend.open(Role.DRIVER, "driver-2")) {
            RunInfo restarted = run("run-9", "orders-id");
            elsewhere.announce(restarted);
            assertThat(quiet(reader)).isEmpty();
            driver.withdraw(ORDERS);
            assertThat(Files.readString(backend.running().resolve("orders-id"))).startsWith("run-9\n");
            elsewhere.withdraw(restarted);
            assertThat(markers()).containsOnly(".withdrawn-orders-id", ".withdrawn-app-1");
        }
        assertThat(quiet(reader)).isEmpty();
    }

    /** Often within one tick of the file system's clock. */
    @RepeatedTest(5)
    void aMarkerThatWasTakenOverAndWithdrawnBetweenTwoLooksIsWrittenAnew() throws Exception {
        reader.close();
        try (Transport elsewhere = backend.open(Role.DRIVER, "driver-2")) {
            RunInfo restarted = run("run-9", "orders-id");
            elsewhere.announce(restarted);
            elsewhere.withdraw(restarted);
        }
        reader = driver.read(Topic.SIGNALS, start);
        assertThat(quiet(reader)).isEmpty();
        assertThat(Files.readString(backend.running().resolve("orders-id"))).startsWith("run-1\n");
        rm("rm", "orders-id");
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop run-1\n");
    }

    @Test
    void withoutTheNamespacesOwnFileNoDeletionCounts() throws Exception {
        rm("sh", "-c", "rm ../.curfew *");
        assertThat(quiet(reader)).isEmpty();
        assertThat(markers()).containsExactly("app-1", "orders-id");
        assertThat(backend.namespace().resolve(".curfew")).exists();
        rm("rm", "orders-id");
        assertThat(await(reader, 1)).hasSize(1);
    }

    @Test
    void aVanishedDirectoryIsNoStop() throws Exception {
        rm("rm", "-r", "../running");
        assertThat(quiet(reader)).isEmpty();
        assertThat(markers()).containsExactly("app-1", "orders-id");

        Files.move(backend.dir(), temp.resolve("away"));
        assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(1))).isInstanceOf(TransportException.class);
        // As where a volume is unmounted over a directory that has the same layout, and empty.
        Files.createDirectories(backend.running());
        Files.createDirectories(backend.signals());
        reader = driver.read(Topic.SIGNALS, reader.position());
        assertThat(quiet(reader)).isEmpty();
        assertThat(markers()).containsExactly("app-1", "orders-id");
        rm("rm", "-r", "../../../curfew/default/");
        Files.delete(backend.dir());
        Files.move(temp.resolve("away"), backend.dir());
        reader = driver.read(Topic.SIGNALS, start);
        assertThat(quiet(reader)).isEmpty();
        rm("rm", "orders-id");
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop run-1\n");
    }

    @Test
    void aMarkerSaysWhatItsDeletionDoes() {
        assertThat(backend.running().resolve("orders-id"))
                .hasContent(
                        "run-1\n# Delete this file, and the query \"orders-id\" (run run-1) is stopped gracefully.\n");
        assertThat(backend.running().resolve("app-1"))
                .hasContent("driver-1\n# Delete this file, and every stream of the application \"shop\" is stopped"
                        + " gracefully.\n");
    }
}
