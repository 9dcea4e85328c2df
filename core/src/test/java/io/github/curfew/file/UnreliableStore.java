package io.github.curfew.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A local directory of which any operation can fail, and single files can be closed to us. */
final class UnreliableStore implements FileStore {
    private final LocalFileStore store;
    private final Random random;
    private final Set<String> closed = new HashSet<>();
    double failures;
    boolean flat;
    int readsOfSignals;
    /** In how many listings of markers there is another driver's, on its way out, that is gone before it is read. */
    int vanishing;
    /** Whether the times of directories stay as they were when they were asked for first, as on some mounted stores. */
    boolean stampsStandStill;

    private final Map<String, StoredFile> stamps = new HashMap<>();
    /** A directory with more files than anybody wants to list. */
    String crowded = "";

    UnreliableStore(Path root, long seed) {
        this.store = new LocalFileStore(root);
        this.random = new Random(seed);
    }

    void forbid(String path) {
        closed.add(path);
    }

    void allow(String path) {
        closed.remove(path);
    }

    private void mayFail(String path) throws IOException {
        if (closed.contains(path)) {
            throw new AccessDeniedException(path);
        }
        if (random.nextDouble() < failures) {
            throw new IOException("a fault that was drawn");
        }
    }

    @Override
    public List<StoredFile> list(String directory, int most) throws IOException {
        mayFail(directory);
        if (directory.equals(crowded)) {
            StoredFile one = new StoredFile("one-of-many", false, 0, Instant.EPOCH);
            return Collections.nCopies(most, one);
        }
        List<StoredFile> files = store.list(directory, most);
        if (!directory.equals(NamespaceDirectory.RUNNING) || vanishing-- <= 0) {
            return files;
        }
        List<StoredFile> more = new ArrayList<>(files);
        more.add(new StoredFile(MarkerRemoval.WITHDRAWING + "another", false, 0, Instant.now()));
        return more;
    }

    @Override
    public List<StoredFile> listBelow(String directory) throws IOException {
        mayFail(directory);
        return store.list(directory).stream()
                .filter(StoredFile::directory)
                .flatMap(group -> {
                    try {
                        return store.list(directory + "/" + group.name()).stream()
                                .map(file -> new StoredFile(
                                        group.name() + "/" + file.name(), false, file.size(), file.modified()));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Override
    public @Nullable StoredFile find(String path) throws IOException {
        mayFail(path);
        StoredFile found = store.find(path);
        if (found == null || !found.directory() || !stampsStandStill) {
            return found;
        }
        return stamps.computeIfAbsent(path, first -> found);
    }

    @Override
    public byte[] read(String path, int most) throws IOException {
        if (path.startsWith(NamespaceDirectory.SIGNALS + "/")) {
            readsOfSignals++;
        }
        mayFail(path);
        return store.read(path, most);
    }

    @Override
    public StoredFile write(String path, byte[] bytes) throws IOException {
        mayFail(path);
        if (flat && path.contains("/")) {
            store.makeDirectories(path.substring(0, path.lastIndexOf('/')));
        }
        return store.write(path, bytes);
    }

    @Override
    public void writeIfAbsent(String path, byte[] bytes) throws IOException {
        mayFail(path);
        store.writeIfAbsent(path, bytes);
    }

    @Override
    public void makeDirectories(String path) throws IOException {
        mayFail(path);
        store.makeDirectories(path);
    }

    @Override
    public boolean delete(String path) throws IOException {
        mayFail(path);
        return store.delete(path);
    }

    @Override
    public boolean rename(String from, String unused) throws IOException {
        mayFail(from);
        return store.rename(from, unused);
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        mayFail(from);
        return store.renameIfAbsent(from, to);
    }

    @Override
    public boolean hasDirectories() {
        return !flat;
    }

    @Override
    public boolean stampsDirectories() {
        return !flat;
    }

    @Override
    public Duration timeResolution() {
        return store.timeResolution();
    }

    @Override
    public void close() {
        store.close();
    }
}
