package io.github.curfew.file;

import io.github.curfew.file.FilePosition.FileTag;
import io.github.curfew.file.FilePosition.Stamp;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries messages as files. */
final class FileTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(FileTransport.class);
    private static final int MOST_LOOKS = 5;

    private final NamespaceDirectory directory;
    private final FileStore store;
    private final Duration interval;
    private final Duration reportsInterval;
    private final Markers markers;
    private final @Nullable Sweeper sweeper;
    private final Capabilities capabilities;
    private final Set<FileReader> readers = ConcurrentHashMap.newKeySet();
    /** How many the readers have begun. */
    private final AtomicLong looks = new AtomicLong();
    /** What the last position was made of. */
    private Map<String, Stamp> fenced = Map.of();

    private volatile boolean closed;

    /**
     * Makes a transport.
     *
     * @param interval how often a driver looks for signals
     * @param reportsInterval how often a sender looks for reports, which it does for as long as it waits for them only
     */
    FileTransport(
            NamespaceDirectory directory,
            Role role,
            String driverId,
            Duration interval,
            Duration reportsInterval,
            Duration retention) {
        this.directory = directory;
        this.store = directory.store();
        this.interval = interval;
        this.reportsInterval = reportsInterval;
        this.markers = new Markers(directory, driverId);
        this.sweeper = role == Role.DRIVER ? new Sweeper(directory, retention) : null;
        this.capabilities = new Capabilities(true, true, store.timeResolution(), Capabilities.LARGEST_MESSAGE);
    }

    static String id(FileTag tag) {
        return id(tag.topic(), tag.path(), tag.file(), tag.hash());
    }

    private static String id(Topic topic, String path, StoredFile file, String hash) {
        return TopicListing.directory(topic) + "/" + path + "@" + file.modified() + "#" + hash;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Duration hearingTime() {
        return interval;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        String path = Publications.path(message);
        String full = TopicListing.directory(message.topic()) + "/" + path;
        if (message.body().size() > Capabilities.LARGEST_MESSAGE) {
            throw TransportException.lasting(
                    "cannot write " + directory.place() + "/" + full + ": the message has "
                            + message.body().size() + " bytes, and " + Capabilities.LARGEST_MESSAGE + " are the most",
                    new IllegalArgumentException("too large"));
        }
        byte[] bytes = message.body().bytes();
        try {
            open();
            StoredFile written = write(full, bytes);
            return new Receipt(id(message.topic(), path, written, ContentHash.of(bytes)), written.modified());
        } catch (IOException e) {
            throw directory.failure("write", full, e);
        }
    }

    private StoredFile write(String path, byte[] bytes) throws IOException {
        // Twice: whoever tidies up may take an empty directory away a moment after it was made.
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                return store.write(path, bytes);
            } catch (NoSuchFileException e) {
                directory.makeDirectory(path.substring(0, path.lastIndexOf('/')));
            }
        }
        return store.write(path, bytes);
    }

    @Override
    public Position end(Topic topic) {
        try {
            open();
            String incarnation = prepare(topic);
            long marker = topic == Topic.SIGNALS ? lastDeletion() : 0;
            try {
                Map<String, StoredFile> files = new TopicListing(store, topic).list();
                // Before the stamps, which take their time: what a look finds that begins from now on is newer.
                long look = looks.get();
                return new FilePosition(topic, incarnation, shared(Stamps.of(store, topic, files)), marker, look);
            } catch (CrowdedException e) {
                // The reader tells it. A run's hello, and all reports behind it, must not wait for somebody to tidy up.
                LOG.debug("What starts now is fenced by time alone", e);
                return FilePosition.ofCrowded(topic, marker);
            }
        } catch (IOException e) {
            throw directory.failure("list", TopicListing.directory(topic), e);
        }
    }

    /** Whatever deletion is seen later came later, so none that came before may be left to a later look. */
    private long lastDeletion() throws IOException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Long last = markers.lastByNow();
            if (last != null) {
                return last;
            }
        }
        throw TransportException.passing(
                "cannot tell who deleted a marker in " + directory.place() + "/" + NamespaceDirectory.RUNNING
                        + ": other drivers are removing theirs",
                new IOException("not settled after " + MOST_LOOKS + " looks"));
    }

    /** Runs may be many, and the files too: those that find the same share it, and the others what has not changed. */
    private synchronized Map<String, Stamp> shared(Map<String, Stamp> now) {
        if (!now.equals(fenced)) {
            Map<String, Stamp> before = fenced;
            Map<String, Stamp> files = new HashMap<>();
            now.forEach((path, stamp) -> files.put(path, stamp.equals(before.get(path)) ? before.get(path) : stamp));
            fenced = Map.copyOf(files);
        }
        return fenced;
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        try {
            open();
            String incarnation = prepare(topic);
            Instant until = directory.now().minus(ago).minus(TopicListing.TICK);
            Map<String, Stamp> files = new HashMap<>();
            new TopicListing(store, topic).list().forEach((path, file) -> {
                if (file.modified().isBefore(until)) {
                    files.put(path, new Stamp(file, null, true));
                }
            });
            return new FilePosition(topic, incarnation, files, 0, 0);
        } catch (IOException e) {
            throw directory.failure("list", TopicListing.directory(topic), e);
        }
    }

    @Override
    public Reader read(Topic topic, Position from) {
        if (!(from instanceof FilePosition position) || position.topic() != topic) {
            throw new IllegalArgumentException("not a position of the " + topic + " of " + directory.place());
        }
        try {
            open();
            prepare(topic);
        } catch (IOException e) {
            throw directory.failure("read", TopicListing.directory(topic), e);
        }
        boolean signals = topic == Topic.SIGNALS;
        FileReader reader = new FileReader(
                directory, position, markers, looks, signals ? sweeper : null, signals ? interval : reportsInterval);
        readers.removeIf(FileReader::isClosed);
        readers.add(reader);
        if (closed) {
            reader.close();
        }
        return reader;
    }

    private String prepare(Topic topic) throws IOException {
        String incarnation = directory.prepare();
        String own = TopicListing.directory(topic);
        if (store.hasDirectories() && store.find(own) == null) {
            store.makeDirectories(own);
        }
        return incarnation;
    }

    @Override
    public void announce(RunInfo run) {
        try {
            open();
            markers.announce(run);
        } catch (IOException e) {
            throw directory.failure("write a marker in", NamespaceDirectory.RUNNING, e);
        }
    }

    @Override
    public void withdraw(RunInfo run) {
        try {
            open();
            markers.withdraw(run);
        } catch (IOException e) {
            throw directory.failure("remove a marker in", NamespaceDirectory.RUNNING, e);
        }
    }

    private void open() throws IOException {
        if (closed) {
            throw new IOException("the transport is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        readers.forEach(FileReader::close);
        readers.clear();
        store.close();
    }
}
