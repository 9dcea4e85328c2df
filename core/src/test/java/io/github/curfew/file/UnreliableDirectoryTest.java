package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.await;
import static io.github.curfew.file.FileBackend.poll;
import static io.github.curfew.file.FileBackend.publish;
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
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreliableDirectoryTest {
    private static final RunInfo ORDERS = run("run-1", "orders-id");

    private final long seed = new Random().nextLong();

    @TempDir
    Path temp;

    private FileBackend backend;
    private UnreliableStore store;
    private FileTransport transport;

    @BeforeEach
    void open() {
        backend = new FileBackend(temp);
        store = new UnreliableStore(backend.namespace(), seed);
        transport = new FileTransport(
                new NamespaceDirectory(store, backend.namespace().toString()),
                Role.DRIVER,
                "driver-1",
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofDays(7));
    }

    /** Reads as core does: a reader that breaks is followed by another. */
    private List<Delivery> readThroughFaults(Reader first, int looks) throws InterruptedException {
        List<Delivery> found = new ArrayList<>();
        Reader reader = first;
        for (int look = 0; look < looks; look++) {
            try {
                found.addAll(reader.poll(Duration.ofMillis(1)).deliveries());
            } catch (TransportException e) {
                while (true) {
                    try {
                        reader = transport.read(Topic.SIGNALS, reader.position());
                        break;
                    } catch (TransportException again) {
                        assertThat(again.isWorthRetrying()).isTrue();
                    }
                }
            }
        }
        return found;
    }

    @RepeatedTest(3)
    void noFaultIsEverAStopAndNoSignalIsLost() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        backend.echo("stop a", "first");
        store.failures = 0.3;
        List<Delivery> found = readThroughFaults(reader, 300);
        assertThat(found)
                .as("seed %d", seed)
                .extracting(delivery -> delivery.body().text())
                .containsExactly("stop a\n");
        assertThat(backend.running().resolve("orders-id")).exists();
    }

    @RepeatedTest(3)
    void aStopIsSeenThroughFaults() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        store.failures = 0.3;
        Files.delete(backend.running().resolve("orders-id"));
        assertThat(readThroughFaults(reader, 300))
                .as("seed %d", seed)
                .extracting(delivery -> delivery.body().text())
                .containsExactly("stop run-1\n");
    }

    @Test
    void aFileThatCannotBeReadHoldsNobodyUp() {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            store.forbid("signals/secret");
            backend.echo("stop secret", "secret");
            backend.echo("stop open", "open");
            assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop open\n");
            assertThat(quiet(reader)).isEmpty();
            int reads = store.readsOfSignals;
            assertThat(quiet(reader)).isEmpty();
            assertThat(store.readsOfSignals)
                    .as("it is not tried again at every look")
                    .isEqualTo(reads);
            store.allow("signals/secret");
            backend.echo("stop secret now", "secret");
            assertThat(await(reader, 1).get(0).body().text()).isEqualTo("stop secret now\n");
        }
    }

    @Test
    void withoutTheNamespacesOwnFileReadableNoDeletionCounts() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        store.forbid(".curfew");
        Files.delete(backend.running().resolve("orders-id"));
        Files.delete(backend.running().resolve("app-1"));
        for (int look = 0; look < 3; look++) {
            try {
                assertThat(reader.poll(Duration.ofMillis(50)).deliveries()).isEmpty();
            } catch (TransportException e) {
                assertThat(e).hasMessageContaining("permission denied");
                break;
            }
        }
        store.allow(".curfew");
        assertThat(await(transport.read(Topic.SIGNALS, reader.position()), 2)).hasSize(2);
    }

    /** Whoever starts then must not be stopped by it, nor go unfenced for one look that could not tell. */
    @Test
    void aDeletionThatAnothersWorkHidesForAMomentIsBeforeThePositionAllTheSame() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        Files.delete(backend.running().resolve("app-1"));
        store.vanishing = 2;
        Position fence = transport.end(Topic.SIGNALS);
        assertThat(store.vanishing).isLessThanOrEqualTo(0);
        assertThat(fence.order(await(reader, 1).get(0))).isEqualTo(Order.BEFORE);
    }

    @Test
    void thereIsNoPositionWhileItCannotBeToldWhetherAMarkerWasDeleted() throws Exception {
        Position start = transport.end(Topic.SIGNALS);
        transport.announce(ORDERS);
        Files.delete(backend.running().resolve("app-1"));
        store.vanishing = Integer.MAX_VALUE;
        assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.isWorthRetrying()).isTrue())
                .hasMessageContaining("cannot tell who deleted a marker");
        store.vanishing = 0;
        Position fence = transport.end(Topic.SIGNALS);
        Delivery stop = await(transport.read(Topic.SIGNALS, start), 1).get(0);
        assertThat(fence.order(stop)).isEqualTo(Order.BEFORE);
    }

    @Test
    void aDeletionThatTheDirectorysTimeHidesIsBeforeThePositionAllTheSame() throws Exception {
        store.stampsStandStill = true;
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        assertThat(poll(reader, TopicListing.TICK.plusMillis(500))).isEmpty();
        Files.delete(backend.running().resolve("app-1"));
        assertThat(quiet(reader)).isEmpty();
        Position fence = transport.end(Topic.SIGNALS);
        assertThat(fence.order(await(reader, 1).get(0))).isEqualTo(Order.BEFORE);
    }

    @Test
    void onAStoreWithoutDirectoriesTheLastMarkersDeletionCounts() throws IOException {
        store.flat = true;
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        transport.announce(ORDERS);
        assertThat(quiet(reader)).isEmpty();
        Files.delete(backend.running().resolve("orders-id"));
        Files.delete(backend.running().resolve("app-1"));
        Files.delete(backend.running());
        assertThat(await(reader, 2))
                .extracting(delivery -> delivery.body().text())
                .containsExactlyInAnyOrder("stop run-1\n", "stop app-1\n");
    }

    @Test
    void onAStoreWithoutDirectoriesReportsArrive() {
        store.flat = true;
        Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
        publish(transport, Topic.REPORTS, "g", "n", "{\"n\":1}");
        assertThat(await(reader, 1)).hasSize(1);
        publish(transport, Topic.REPORTS, "g", "n", "{\"n\":2}");
        assertThat(await(reader, 1).get(0).body().text()).isEqualTo("{\"n\":2}");
    }
}
