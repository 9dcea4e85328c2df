package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.await;
import static io.github.curfew.file.FileBackend.poll;
import static io.github.curfew.file.FileBackend.publish;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One who may write signals writes very many. */
class CrowdedDirectoryTest {
    private static final RunInfo ORDERS = run("run-1", "orders-id");
    private static final Duration A_LOOK = Duration.ofMillis(20);

    @TempDir
    Path temp;

    private FileBackend backend;
    private UnreliableStore store;
    private Transport transport;

    @BeforeEach
    void open() {
        backend = new FileBackend(temp);
        store = new UnreliableStore(backend.namespace(), 1);
        transport = new FileTransport(
                new NamespaceDirectory(store, backend.namespace().toString()),
                Role.DRIVER,
                "driver-1",
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofDays(7));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void itIsToldAndNothingOfItIsLost() {
        Reader first = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        store.crowded = "signals";
        backend.echo("stop orders", "meant");

        assertThatThrownBy(() -> first.poll(A_LOOK))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot read " + backend.signals()
                        + ": more than 100000 files are there, and none is read until"
                        + " there are fewer; remove what does not belong there, or is done with");
        store.crowded = "";
        Reader second = transport.read(Topic.SIGNALS, first.position());
        assertThat(await(second, 1).get(0).body().text()).isEqualTo("stop orders\n");
    }

    @Test
    void markersCountAllTheSame() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        assertThat(poll(reader, A_LOOK)).isEmpty();
        store.crowded = "signals";
        Files.delete(backend.running().resolve("orders-id"));
        assertThat(await(reader, 1).get(0).body().text()).startsWith("stop ");
    }

    @Test
    void aRunThatStartsMeanwhileIsFencedByTime() throws IOException {
        assertThat(transport.end(Topic.SIGNALS)).isNotNull();
        backend.echo("stop orders", "old");
        store.crowded = "signals";
        Position fence = transport.end(Topic.SIGNALS);
        Path own = backend.namespace().resolve(".curfew");
        Files.writeString(own, ""); // Whoever empties it does not thereby make what is old new.
        store.crowded = "";
        Delivery old = await(transport.read(Topic.SIGNALS, fence), 1).get(0);
        assertThat(fence.order(old)).isEqualTo(Order.UNKNOWN);
    }

    @Test
    void markersThatAreTooManyAreTold() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        store.crowded = "running";
        assertThatThrownBy(() -> reader.poll(A_LOOK))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("cannot read " + backend.running() + ": more than 100000 files are there");
    }

    /** What it costs to be flooded up to the bound. */
    @Test
    @Tag("full")
    @Timeout(300)
    void aHundredThousandFilesAreHeldOnceWhateverTheNumberOfRuns() throws Exception {
        try (Transport driver = backend.driver()) {
            Reader reader = driver.read(Topic.SIGNALS, driver.end(Topic.SIGNALS));
            long before = heap();
            for (int file = 0; file < CrowdedException.MOST; file++) {
                Files.createFile(backend.signals().resolve("nothing-" + file));
            }
            Instant begun = Instant.now();
            Position first = driver.end(Topic.SIGNALS);
            Duration look = Duration.between(begun, Instant.now());
            assertThat(reader.poll(Duration.ofSeconds(5)).deliveries()).isEmpty();
            long one = heap() - before;
            List<Position> fences = new ArrayList<>(List.of(first));
            for (int run = 0; run < 20; run++) {
                fences.add(driver.end(Topic.SIGNALS));
            }
            long all = heap() - before;
            System.out.println(CrowdedException.MOST + " files: a look of " + look.toMillis() + " ms, "
                    + one / 1_000_000 + " MB held by a reader and a fence, " + all / 1_000_000 + " MB with 20 more");
            assertThat(all - one).isLessThan(CrowdedException.MOST * 200L);
            publish(driver, Topic.SIGNALS, "", "meant", "stop orders");
            try (Stream<Path> files = Files.list(backend.signals())) {
                for (Path file : files.filter(path -> path.toString().contains("nothing-"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            Delivery meant =
                    await(driver.read(Topic.SIGNALS, reader.position()), 1).get(0);
            assertThat(meant.body().text()).isEqualTo("stop orders");
            assertThat(fences)
                    .allSatisfy(fence -> assertThat(fence.order(meant)).isEqualTo(Order.AFTER));
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
