package io.github.curfew.file;

import io.github.curfew.model.Quoted;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of any Hadoop file system. */
final class HadoopFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopFileStore.class);
    private static final int BUFFER = 4_096;

    private final HadoopConnection connection;
    private final Path root;
    private final boolean flat;
    private final boolean hdfs;

    HadoopFileStore(URI directory, String namespace, boolean flat, Map<String, String> settings) {
        this.connection = new HadoopConnection(directory, settings);
        this.root = new Path(new Path(directory), namespace);
        this.flat = flat;
        this.hdfs = "hdfs".equalsIgnoreCase(directory.getScheme());
    }

    @Override
    public List<StoredFile> list(String directory, int most) throws IOException {
        return call(directory, (files, path) -> {
            List<StoredFile> found = new ArrayList<>();
            RemoteIterator<FileStatus> all = files.listStatusIterator(path);
            while (found.size() < most && all.hasNext()) {
                FileStatus status = all.next();
                found.add(stored(status, status.getPath().getName()));
            }
            return found;
        });
    }

    @Override
    public List<StoredFile> listBelow(String directory) throws IOException {
        return call(directory, (files, path) -> {
            String above = files.makeQualified(path).toUri().getPath() + "/";
            List<StoredFile> found = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> all = files.listFiles(path, true);
            while (all.hasNext()) {
                LocatedFileStatus status = all.next();
                String place = status.getPath().toUri().getPath();
                if (place.startsWith(above)) {
                    found.add(stored(status, place.substring(above.length())));
                } else {
                    // The key of an object may have .. in it.
                    LOG.debug("{} is passed over: it is not in the directory", Quoted.text(place));
                }
            }
            return found;
        });
    }

    @Override
    public @Nullable StoredFile find(String name) throws IOException {
        try {
            return call(name, (files, path) -> stored(files.getFileStatus(path), path.getName()));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public byte[] read(String name, int most) throws IOException {
        return call(name, (files, path) -> {
            try (FSDataInputStream in = files.open(path, BUFFER)) {
                return in.readNBytes(most);
            }
        });
    }

    @Override
    public StoredFile write(String name, byte[] bytes) throws IOException {
        return call(name, (files, path) -> {
            if (flat) {
                create(files, path, bytes, true);
                return stored(files.getFileStatus(path), path.getName());
            }
            Path temporary = writeTemporary(files, path, bytes);
            try {
                FileStatus written = files.getFileStatus(temporary);
                if (!files.rename(temporary, path)) {
                    replace(files, temporary, path);
                }
                return stored(written, path.getName());
            } catch (IOException e) {
                throw tidied(files, temporary, e);
            }
        });
    }

    /** In one step where the file system can. */
    private void replace(FileSystem files, Path temporary, Path path) throws IOException {
        FileContext context;
        try {
            context = connection.context();
        } catch (UnsupportedFileSystemException e) {
            LOG.debug("{} cannot be replaced in one step", path, e);
            files.delete(path, false);
            if (!files.rename(temporary, path)) {
                throw new IOException("the file system would not rename " + temporary.getName());
            }
            return;
        }
        context.rename(temporary, path, Options.Rename.OVERWRITE);
    }

    @Override
    public void writeIfAbsent(String name, byte[] bytes) throws IOException {
        call(name, (files, path) -> {
            if (files.exists(path)) {
                return true;
            }
            if (flat) {
                try {
                    create(files, path, bytes, false);
                } catch (FileAlreadyExistsException e) {
                    LOG.debug("somebody was quicker to write {}", path);
                }
                return true;
            }
            Path temporary = writeTemporary(files, path, bytes);
            return files.rename(temporary, path) || files.delete(temporary, false);
        });
    }

    private static Path writeTemporary(FileSystem files, Path path, byte[] bytes) throws IOException {
        Path temporary = new Path(path.getParent(), FileNames.temporary());
        try {
            create(files, temporary, bytes, false);
        } catch (IOException e) {
            throw tidied(files, temporary, e);
        }
        return temporary;
    }

    /** Does not make directories: those of a volume that is away must not be made anew. */
    private static void create(FileSystem files, Path path, byte[] bytes, boolean overwrite) throws IOException {
        try (FSDataOutputStream out = files.createNonRecursive(
                path, overwrite, BUFFER, files.getDefaultReplication(path), files.getDefaultBlockSize(path), null)) {
            out.write(bytes);
        }
    }

    private static IOException tidied(FileSystem files, Path temporary, IOException problem) {
        if (problem instanceof FileNotFoundException) {
            return problem;
        }
        try {
            files.delete(temporary, false);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        return problem;
    }

    @Override
    public void makeDirectories(String name) throws IOException {
        if (!flat) {
            call(name, FileSystem::mkdirs);
        }
    }

    @Override
    public boolean delete(String name) throws IOException {
        try {
            return call(name, (files, path) -> {
                boolean full = files.getFileStatus(path).isDirectory() && files.listStatus(path).length > 0;
                return !full && files.delete(path, false);
            });
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean rename(String from, String unused) throws IOException {
        return renameIfAbsent(from, unused);
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        return call(from, (files, path) -> files.rename(path, path(to)));
    }

    @Override
    public boolean hasDirectories() {
        return !flat;
    }

    @Override
    public boolean stampsDirectories() {
        return hdfs;
    }

    @Override
    public Duration timeResolution() {
        return hdfs ? Duration.ofMillis(1) : Duration.ofSeconds(1);
    }

    private static StoredFile stored(FileStatus status, String name) {
        return new StoredFile(
                name,
                status.isDirectory(),
                status.isDirectory() ? 0 : status.getLen(),
                Instant.ofEpochMilli(status.getModificationTime()));
    }

    private Path path(String name) throws IOException {
        FileNames.refuseIfItLeavesTheDirectory(name);
        return name.isEmpty() ? root : new Path(root, new Path(null, null, name));
    }

    private <T> T call(String name, Operation<T> operation) throws IOException {
        FileSystem files = connection.files();
        try {
            return operation.on(files, path(name));
        } catch (FileNotFoundException e) {
            NoSuchFileException absent = new NoSuchFileException(name);
            absent.initCause(e);
            throw absent;
        } catch (IOException e) {
            if ("Filesystem closed".equals(e.getMessage())) {
                connection.forget(files);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** What is done with a path. */
    private interface Operation<T> {
        T on(FileSystem files, Path path) throws IOException;
    }
}
