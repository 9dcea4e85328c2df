package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.await;
import static io.github.curfew.file.FileBackend.poll;
import static io.github.curfew.file.FileBackend.publish;
import static io.github.curfew.file.FileBackend.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransportTest {
    @TempDir
    Path temp;

    private FileBackend backend;
    private Transport transport;

    @BeforeEach
    void open() {
        backend = new FileBackend(temp.resolve("curfew"));
        transport = backend.driver();
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void signalsByHandArrive() {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            backend.echo("stop orders", "anything");
            backend.echo("{\"stop\":\"orders\"}", "x.json");

            assertThat(await(reader, 2))
                    .extracting(delivery -> delivery.body().text())
                    .containsExactlyInAnyOrder("stop orders\n", "{\"stop\":\"orders\"}\n");
            assertThat(quiet(reader)).isEmpty();
        }
    }

    @Test
    void aReceiptHasTheIdentityUnderWhichItArrives() {
        Position start = transport.end(Topic.SIGNALS);
        Receipt receipt = publish(transport, Topic.SIGNALS, "", "a/../../b", "{}");

        try (Reader reader = transport.read(Topic.SIGNALS, start)) {
            Delivery delivery = await(reader, 1).get(0);
            assertThat(delivery.id()).isEqualTo(receipt.id());
            assertThat(delivery.time()).isEqualTo(receipt.time());
        }
        assertThat(backend.signals().resolve("a%2F..%2F..%2Fb.keep-2h.json")).hasContent("{}");
    }

    @Test
    void anOverwritingWithinOneTickIsSeen() {
        Position fence = transport.end(Topic.SIGNALS);
        for (int round = 0; round < 50; round++) {
            backend.echo("stop a" + round % 10, "same");
            fence = transport.end(Topic.SIGNALS);
        }
        backend.echo("stop zz", "same");

        try (Reader reader = transport.read(Topic.SIGNALS, transport.past(Topic.SIGNALS, Duration.ofHours(1)))) {
            Delivery delivery = await(reader, 1).get(0);
            assertThat(delivery.body().text()).isEqualTo("stop zz\n");
            assertThat(fence.order(delivery)).isEqualTo(Order.AFTER);
            assertThat(transport.end(Topic.SIGNALS).order(delivery)).isEqualTo(Order.BEFORE);
        }
    }

    /** Nor can it be told from one that was written a moment after the position was read. */
    @Test
    void whatWasHeardAndIsGoneIsNotTakenForNew() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            backend.echo("stop orders", "removed");
            Delivery removed = await(reader, 1).get(0);
            backend.echo("stop orders", "overwritten");
            Delivery overwritten = await(reader, 1).get(0);
            Files.delete(backend.signals().resolve("removed"));
            backend.echo("stop payments", "overwritten");

            Position later = transport.end(Topic.SIGNALS);

            assertThat(later.order(removed)).isEqualTo(Order.UNKNOWN);
            assertThat(later.order(overwritten)).isEqualTo(Order.UNKNOWN);
            assertThat(later.order(await(reader, 1).get(0))).isEqualTo(Order.BEFORE);
            backend.echo("stop all", "new");
            assertThat(later.order(await(reader, 1).get(0))).isEqualTo(Order.AFTER);
        }
    }

    @Test
    void whatIsHalfWrittenWaitsForItsEnd() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            Path words = backend.signals().resolve("words");
            Path json = backend.signals().resolve("json");
            Files.writeString(words, "stop or");
            Files.writeString(json, "{\"data\":{\"x\":\"}\"}");
            Files.createFile(backend.signals().resolve("empty"));
            assertThat(quiet(reader)).isEmpty();

            Files.writeString(words, "ders\n", StandardOpenOption.APPEND);
            Files.writeString(json, "}", StandardOpenOption.APPEND);
            assertThat(await(reader, 2))
                    .extracting(delivery -> delivery.body().text())
                    .containsExactlyInAnyOrder("stop orders\n", "{\"data\":{\"x\":\"}\"}}");
        }
    }

    @Test
    void whatIsHiddenOrNoFileIsPassedOver() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            backend.echo("stop a", ".hidden");
            backend.echo("stop a", "_hidden");
            backend.echo("stop a", "copying._COPYING_");
            Files.createDirectory(backend.signals().resolve("directory"));
            new ProcessBuilder("mkfifo", backend.signals().resolve("pipe").toString())
                    .start()
                    .waitFor();
            backend.echo("stop b", "plain");
            assertThat(await(reader, 1)).hasSize(1);
            assertThat(quiet(reader)).isEmpty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHugeFileIsReadNoFurtherThanNeeded() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            Files.write(backend.signals().resolve("huge"), new byte[10 << 20]);
            assertThat(await(reader, 1).get(0).body().size()).isEqualTo(Capabilities.LARGEST_MESSAGE + 1);
            assertThat(quiet(reader)).isEmpty();
        }
        assertThatThrownBy(
                        () -> publish(transport, Topic.SIGNALS, "", "x", "x".repeat(Capabilities.LARGEST_MESSAGE + 1)))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.isWorthRetrying()).isFalse())
                .hasMessageEndingWith("the message has 262145 bytes, and 262144 are the most");
    }

    @Test
    void aDirectoryThatGoesAndReturnsIsNeitherMadeAnewNorReadTwice() throws IOException {
        publish(transport, Topic.SIGNALS, "", "old", "{}");
        Position fence = transport.end(Topic.SIGNALS);
        Reader reader = transport.read(Topic.SIGNALS, fence);
        Path away = temp.resolve("away");
        Files.move(backend.dir(), away);

        assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(1)))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot read " + backend.signals() + ": it is gone; mount it again, or make the directory "
                        + backend.namespace() + " anew");
        assertThatThrownBy(() -> transport.read(Topic.SIGNALS, reader.position()))
                .isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> publish(transport, Topic.REPORTS, "g", "n", "{}"))
                .isInstanceOf(TransportException.class);
        assertThat(backend.dir()).doesNotExist();

        Files.move(away, backend.dir());
        backend.echo("stop b", "new");
        try (Reader again = transport.read(Topic.SIGNALS, reader.position())) {
            List<Delivery> found = await(again, 1);
            assertThat(found).singleElement().satisfies(delivery -> {
                assertThat(delivery.body().text()).isEqualTo("stop b\n");
                assertThat(fence.order(delivery)).isEqualTo(Order.AFTER);
            });
            assertThat(quiet(again)).isEmpty();
        }
    }

    @Test
    void ofAnotherDirectoryInItsPlaceNoOrderIsTold() throws IOException {
        publish(transport, Topic.SIGNALS, "", "old", "{}");
        Path away = temp.resolve("away");
        Files.move(backend.dir(), away);
        Files.createDirectories(backend.namespace());
        Position underneath = transport.end(Topic.SIGNALS);
        Files.move(backend.dir(), temp.resolve("underneath"));
        Files.move(away, backend.dir());

        try (Reader reader = transport.read(Topic.SIGNALS, underneath)) {
            assertThat(underneath.order(await(reader, 1).get(0))).isEqualTo(Order.UNKNOWN);
        }
    }

    @Test
    void aDirectoryThatWasRemovedAndMadeAnewIsALoss() throws Exception {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
                Transport sender = backend.open(Role.SENDER, "sender-1")) {
            Files.move(backend.dir(), temp.resolve("away"));
            Files.createDirectories(backend.namespace());
            publish(sender, Topic.SIGNALS, "", "new", "{}");

            Batch batch = reader.poll(Duration.ofSeconds(5));
            assertThat(batch.deliveries()).hasSize(1);
            assertThat(batch.lost())
                    .isEqualTo(
                            backend.namespace()
                                    + " is another directory than before: what lay in that one, and had not been read, is lost");
            backend.echo("stop orders", "newer");
            assertThat(reader.poll(Duration.ofSeconds(5)).lost()).isNull();
        }
    }

    @Test
    void reportsHaveTheirPlaceAndTheLatestWins() {
        Position start = transport.end(Topic.REPORTS);
        try (Reader reader = transport.read(Topic.REPORTS, start)) {
            publish(transport, Topic.REPORTS, "signal-1", "run-1", "{\"a\":1}");
            publish(transport, Topic.REPORTS, "roster", "driver-1", "{}");
            assertThat(await(reader, 2)).hasSize(2);
            publish(transport, Topic.REPORTS, "signal-1", "run-1", "{\"a\":2}");
            assertThat(await(reader, 1).get(0).body().text()).isEqualTo("{\"a\":2}");
            assertThat(start.order(
                            await(transport.read(Topic.REPORTS, start), 2).get(0)))
                    .isEqualTo(Order.AFTER);
        }
        assertThat(backend.namespace().resolve("reports/signal-1/run-1.json")).hasContent("{\"a\":2}");
    }

    @Test
    void aReportIsSeenAfterALongCalm() {
        try (Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS))) {
            publish(transport, Topic.REPORTS, "signal-1", "run-1", "{\"a\":1}");
            await(reader, 1);
            assertThat(poll(reader, Duration.ofMillis(2_500))).isEmpty();
            publish(transport, Topic.REPORTS, "signal-1", "run-1", "{\"a\":2}");
            assertThat(await(reader, 1).get(0).body().text()).isEqualTo("{\"a\":2}");
        }
    }

    @Test
    void aFloodComesInPortions() {
        Position start = transport.end(Topic.SIGNALS);
        for (int i = 0; i < 1_200; i++) {
            backend.echo("stop a" + i, "s" + i);
        }
        Reader reader = transport.read(Topic.SIGNALS, start);
        List<Delivery> first = poll(reader, Duration.ofSeconds(5));
        assertThat(first).hasSizeLessThan(1_200).isNotEmpty();
        Position middle = reader.position();
        reader.close();

        try (Reader rest = transport.read(Topic.SIGNALS, middle)) {
            assertThat(await(rest, 1_200 - first.size()))
                    .allSatisfy(delivery -> assertThat(middle.order(delivery)).isEqualTo(Order.AFTER))
                    .extracting(Delivery::id)
                    .doesNotContainAnyElementsOf(
                            first.stream().map(Delivery::id).toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void closeEndsAPollThatIsUnderWay() throws Exception {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        CompletableFuture<List<Delivery>> polled =
                CompletableFuture.supplyAsync(() -> poll(reader, Duration.ofMinutes(5)));
        transport.close();
        assertThat(polled.exceptionally(e -> List.of()).get(1, TimeUnit.SECONDS))
                .isEmpty();
        assertThatThrownBy(() -> transport.end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
    }

    @Test
    void anInterruptEndsAPoll() {
        Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reader.poll(Duration.ofMinutes(5))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsOneSentence() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        try (Transport blocked = new FileBackend(file).driver()) {
            assertThatThrownBy(() -> blocked.end(Topic.SIGNALS))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isTrue())
                    .hasMessageContaining("cannot list " + file + "/default/signals: ")
                    .hasMessageEndingWith("; see that curfew.file.dir names a directory in which this user can write");
        }
    }
}
