package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.await;
import static io.github.curfew.file.FileBackend.publish;
import static io.github.curfew.file.FileBackend.quiet;
import static io.github.curfew.file.FileBackend.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody may write in the directory who may not do what the driver's user may. */
class HostileDirectoryTest {
    private static final String SECRET = "s3cr3t-of-somebody-else";

    @TempDir
    Path temp;

    private Path elsewhere;
    private FileBackend backend;
    private Transport transport;

    @BeforeEach
    void open() throws IOException {
        elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
        backend = new FileBackend(temp.resolve("curfew"));
        transport = backend.driver();
        transport.end(Topic.SIGNALS);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private static void makePipe(Path path) throws IOException, InterruptedException {
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", path.toString()).start();
        } catch (IOException e) {
            assumeTrue(false, "mkfifo is not on the PATH");
            return;
        }
        assertThat(mkfifo.waitFor()).isZero();
    }

    @Test
    void aSignalThatIsALinkToAnothersFileIsNotRead() throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret"), SECRET + "\n");
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            Files.createSymbolicLink(backend.signals().resolve("x"), secret);
            assertThat(quiet(reader)).isEmpty();
            backend.echo("stop orders", "y");
            assertThat(await(reader, 1))
                    .extracting(delivery -> delivery.body().text())
                    .containsExactly("stop orders\n");
        }
    }

    @Test
    void aLinkThatCannotBeFollowedHidesNoOthers() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            Path round = backend.signals().resolve("round");
            Files.createSymbolicLink(round, round);
            Path plain = Files.writeString(backend.namespace().resolve("plain"), "no directory");
            Files.createSymbolicLink(backend.signals().resolve("through"), plain.resolve("file"));
            backend.echo("stop orders", "y");
            assertThat(await(reader, 1))
                    .extracting(delivery -> delivery.body().text())
                    .containsExactly("stop orders\n");
        }
        assertThat(transport.end(Topic.SIGNALS)).isNotNull();
    }

    /** A mounted ConfigMap is made of such. */
    @Test
    void aLinkWithinTheDirectoryIsFollowed() throws IOException {
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            Path data = Files.createDirectories(backend.signals().resolve("..2026_11_21"));
            Files.writeString(data.resolve("x"), "stop orders\n");
            Files.createSymbolicLink(backend.signals().resolve("..data"), Path.of("..2026_11_21"));
            Files.createSymbolicLink(backend.signals().resolve("x"), Path.of("..data/x"));
            assertThat(await(reader, 1))
                    .extracting(delivery -> delivery.body().text())
                    .containsExactly("stop orders\n");
        }
    }

    @Test
    void aDirectoryThatIsItselfALinkIsUsed() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), backend.dir());
        Transport linked = new FileBackend(link).driver();
        try (Reader reader = linked.read(Topic.SIGNALS, linked.end(Topic.SIGNALS))) {
            backend.echo("stop orders", "x");
            assertThat(await(reader, 1)).hasSize(1);
        } finally {
            linked.close();
        }
    }

    @Test
    void noReportIsWrittenThroughALink() throws IOException {
        Files.createSymbolicLink(backend.namespace().resolve("reports").resolve("signal-1"), elsewhere);
        assertThatThrownBy(() -> publish(transport, Topic.REPORTS, "signal-1", "run-1", "{}"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("it is a link that leads out of the directory");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"signals", "reports", "running"})
    void noPartOfTheDirectoryIsElsewhere(String part) throws IOException {
        Path own = backend.namespace().resolve(part);
        Files.delete(own);
        Files.createSymbolicLink(own, elsewhere);
        Topic topic = part.equals("reports") ? Topic.REPORTS : Topic.SIGNALS;
        assertThatThrownBy(() -> {
                    publish(transport, topic, "g", "n", "{}");
                    transport.announce(run("run-1", "orders"));
                })
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("it is a link that leads out of the directory");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void nothingIsTidiedUpElsewhere() throws IOException {
        Path old = Files.writeString(elsewhere.resolve("theirs.json"), "{}");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
        Files.createSymbolicLink(backend.namespace().resolve("reports").resolve("signal-1"), elsewhere);
        LocalFileStore store = new LocalFileStore(backend.namespace());
        NamespaceDirectory directory =
                new NamespaceDirectory(store, backend.namespace().toString());
        new Sweeper(directory, Duration.ofDays(7)).sweep(Duration.ofSeconds(10));
        assertThat(old).exists();
    }

    @Test
    void noPipeHoldsTheDriver() throws Exception {
        makePipe(backend.signals().resolve("x"));
        makePipe(backend.running().resolve("orders"));
        try (Reader reader = transport.read(Topic.SIGNALS, transport.end(Topic.SIGNALS))) {
            backend.echo("stop orders", "y");
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThat(await(reader, 1)).hasSize(1));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> transport.announce(run("run-1", "orders")))
                        .hasMessageContaining("it is no plain file"));
        Files.delete(backend.namespace().resolve(".curfew"));
        makePipe(backend.namespace().resolve(".curfew"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                        .hasMessageContaining("it is no plain file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "..",
                "signals/..",
                "signals/../../x",
                "signals/../running/x",
                "/etc/passwd",
                "//etc/passwd",
                "signals/../../../etc/passwd",
                "signals/./../../x",
                "signals//x",
                "a/b/c/d/e/f/g/h/i"
            })
    void noPathLeavesTheDirectory(String path) throws IOException {
        Files.writeString(backend.dir().resolve("x"), SECRET);
        Files.writeString(backend.namespace().resolve("x"), SECRET);
        for (FileStore store : List.of(local(), hadoop())) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> store.read(path, 10),
                    () -> store.find(path),
                    () -> store.list(path),
                    () -> store.write(path, new byte[0]),
                    () -> store.writeIfAbsent(path, new byte[0]),
                    () -> store.makeDirectories(path),
                    () -> store.delete(path),
                    () -> store.rename(path, "signals/y"),
                    () -> store.rename("x", path),
                    () -> store.renameIfAbsent(path, "signals/y"),
                    () -> store.renameIfAbsent("x", path))) {
                assertThatThrownBy(use)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("it is not in the directory");
            }
            store.close();
        }
        assertThat(backend.dir().resolve("x")).hasContent(SECRET);
        assertThat(backend.namespace().resolve("x")).hasContent(SECRET);
    }

    @Test
    void aNameThatNoFileCanHaveIsRefused() {
        assertThatThrownBy(() -> local().read("signals/a\0b", 10)).isInstanceOf(IOException.class);
    }

    /** A bucket can hold {@code reports/../x}, which its client lists under {@code reports}, and calls {@code x}. */
    @Test
    void whatIsListedAndIsElsewhereIsPassedOver() throws IOException {
        Files.createDirectories(backend.namespace().resolve("reports").resolve("signal-1"));
        Files.writeString(
                backend.namespace().resolve("reports").resolve("signal-1").resolve("run-1.json"), "{}");
        Files.writeString(elsewhere.resolve("x"), SECRET);
        Map<String, String> settings = Map.of(
                "fs.file.impl",
                Keys.class.getName(),
                Keys.ELSEWHERE,
                elsewhere.toUri().toString());
        try (FileStore store = new HadoopFileStore(backend.dir().toUri(), "default", true, settings)) {
            assertThat(store.listBelow("reports")).extracting(StoredFile::name).containsExactly("signal-1/run-1.json");
        }
    }

    private FileStore local() {
        return new LocalFileStore(backend.namespace());
    }

    private FileStore hadoop() {
        return new HadoopFileStore(backend.dir().toUri(), "default", false, Map.of());
    }

    /** Lists more than is in a directory. */
    static final class Keys extends RawLocalFileSystem {
        static final String ELSEWHERE = "elsewhere";

        @Override
        public RemoteIterator<LocatedFileStatus> listFiles(org.apache.hadoop.fs.Path path, boolean recursive)
                throws IOException {
            org.apache.hadoop.fs.Path other =
                    new org.apache.hadoop.fs.Path(getConf().get(ELSEWHERE));
            List<LocatedFileStatus> all = new ArrayList<>();
            for (RemoteIterator<LocatedFileStatus> each :
                    List.of(super.listFiles(other, recursive), super.listFiles(path, recursive))) {
                while (each.hasNext()) {
                    all.add(each.next());
                }
            }
            Iterator<LocatedFileStatus> found = all.iterator();
            return new RemoteIterator<>() {
                @Override
                public boolean hasNext() {
                    return found.hasNext();
                }

                @Override
                public LocatedFileStatus next() {
                    return found.next();
                }
            };
        }
    }

    /** One file whose name this JVM cannot write must not make it deaf to all others. */
    @Test
    void namesOfAnotherLocaleArePassedOver() throws Exception {
        backend.echo("stop payments", "für-später");
        backend.echo("stop orders", "now");
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InPlainLocale.class.getName(),
                backend.dir().toString());
        java.environment().put("LC_ALL", "C");
        Process process = java.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("came: stop orders");
        boolean unicode = said.contains("came: stop payments");
        assertThat(unicode || (said.contains("passed over: ") && said.contains("LC_ALL=C.UTF-8")))
                .as(said)
                .isTrue();
    }

    /** Says what it reads in a directory whose files were there before. */
    static final class InPlainLocale {
        public static void main(String[] arguments) throws InterruptedException {
            Transport transport = new FileBackend(Path.of(arguments[0])).driver();
            try (Reader reader = transport.read(Topic.SIGNALS, transport.past(Topic.SIGNALS, Duration.ofHours(1)))) {
                for (int look = 0; look < 20; look++) {
                    Batch batch = reader.poll(Duration.ofMillis(100));
                    Stream<String> came = batch.deliveries().stream()
                            .map(delivery -> "came: " + delivery.body().text().strip());
                    Stream<String> passedOver = batch.passedOver().stream().map(sentence -> "passed over: " + sentence);
                    List<String> all = Stream.concat(came, passedOver).toList();
                    all.forEach(System.out::println);
                }
            } finally {
                transport.close();
            }
        }
    }
}
