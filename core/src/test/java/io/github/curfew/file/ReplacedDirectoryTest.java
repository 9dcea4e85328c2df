package io.github.curfew.file;

import static io.github.curfew.file.FileBackend.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another directory takes the place of the one that is read, between two looks and with nothing new in it. */
class ReplacedDirectoryTest {
    /** More than go by until the directory is looked at without any reason. */
    private static final int MANY = 100;

    @TempDir
    Path temp;

    private FileBackend backend;
    private Transport transport;
    private FilePosition end;
    private Inbox inbox;

    @BeforeEach
    void open() {
        backend = new FileBackend(temp.resolve("curfew"));
        transport = backend.driver();
        end = (FilePosition) transport.end(Topic.SIGNALS);
        Path place = backend.namespace();
        inbox = new Inbox(
                new NamespaceDirectory(new LocalFileStore(place), place.toString()), end, new AtomicLong(end.look()));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void whoReadsAgainIsToldAtOnce() throws Exception {
        publish(transport, Topic.SIGNALS, "", "unread", "{}");
        replace();

        try (Reader reader = transport.read(Topic.SIGNALS, end)) {
            assertThat(reader.poll(Duration.ZERO).lost()).isNotNull();
            assertThat(reader.poll(Duration.ofMillis(100)).lost()).as("once").isNull();
        }
    }

    @Test
    void whoHadReadSomethingIsToldAtOnce() throws Exception {
        publish(transport, Topic.SIGNALS, "", "read", "{}");
        assertThat(inbox.next()).hasSize(1);
        replace();

        assertThat(isLostWithin(1)).isTrue();
        assertThat(isLostWithin(MANY)).as("once").isFalse();
    }

    @Test
    void whoHadReadNothingIsToldBeforeLong() throws Exception {
        assertThat(inbox.next()).isEmpty();
        replace();

        assertThat(isLostWithin(MANY)).isTrue();
        assertThat(isLostWithin(MANY)).as("once").isFalse();
    }

    private void replace() throws IOException {
        Path another = temp.resolve("another");
        try (Transport other = new FileBackend(another).driver()) {
            other.end(Topic.SIGNALS);
        }
        Files.move(backend.dir(), temp.resolve("removed"));
        Files.move(another, backend.dir());
    }

    private boolean isLostWithin(int looks) throws IOException {
        for (int look = 0; look < looks; look++) {
            assertThat(inbox.next()).isEmpty();
            if (inbox.takeLost() != null) {
                return true;
            }
        }
        return false;
    }
}
