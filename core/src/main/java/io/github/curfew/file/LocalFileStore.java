package io.github.curfew.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files on this machine, or on what is mounted there. */
final class LocalFileStore implements FileStore {
    private final Path root;

    LocalFileStore(Path root) {
        this.root = root;
    }

    @Override
    public List<StoredFile> list(String directory) throws IOException {
        List<StoredFile> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(directory))) {
            for (Path path : stream) {
                StoredFile file = find(path);
                if (file != null) {
                    found.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    @Override
    public List<StoredFile> listBelow(String directory) {
        throw new UnsupportedOperationException("there are directories here: list them one by one");
    }

    @Override
    public @Nullable StoredFile find(String path) throws IOException {
        return find(root.resolve(path));
    }

    private static @Nullable StoredFile find(Path path) throws IOException {
        try {
            // Follows links, since a mounted ConfigMap is made of them. What is neither file nor directory is left out:
            // a
            // pipe would hold its reader for ever.
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile() && !attributes.isDirectory()) {
                return null;
            }
            return new StoredFile(
                    String.valueOf(path.getFileName()),
                    attributes.isDirectory(),
                    attributes.isDirectory() ? 0 : attributes.size(),
                    attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public byte[] read(String path, int most) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            return in.readNBytes(most);
        }
    }

    @Override
    public StoredFile write(String path, byte[] bytes) throws IOException {
        String temporary = writeTemporary(path, bytes);
        try {
            StoredFile written = find(temporary);
            if (written == null) {
                throw new NoSuchFileException(temporary);
            }
            Path target = root.resolve(path);
            Files.move(root.resolve(temporary), target, StandardCopyOption.ATOMIC_MOVE);
            return new StoredFile(String.valueOf(target.getFileName()), false, written.size(), written.modified());
        } catch (IOException e) {
            throw tidied(temporary, e);
        }
    }

    @Override
    public void writeIfAbsent(String path, byte[] bytes) throws IOException {
        String temporary = writeTemporary(path, bytes);
        try {
            if (!renameIfAbsent(temporary, path)) {
                delete(temporary);
            }
        } catch (IOException e) {
            throw tidied(temporary, e);
        }
    }

    private String writeTemporary(String path, byte[] bytes) throws IOException {
        String temporary = path.substring(0, path.lastIndexOf('/') + 1) + FileNames.temporary();
        try {
            // Not a "temporary file" of the JDK's, which nobody but its owner may read.
            Files.write(root.resolve(temporary), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw tidied(temporary, e);
        }
        return temporary;
    }

    private IOException tidied(String temporary, IOException problem) {
        try {
            delete(temporary);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        return problem;
    }

    @Override
    public void makeDirectories(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        try {
            return Files.deleteIfExists(root.resolve(path));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public boolean rename(String from, String unused) throws IOException {
        try {
            Files.move(root.resolve(from), root.resolve(unused), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        try {
            // A second name first: the JDK's own move looks and then renames, and in between somebody may come.
            Files.createLink(root.resolve(to), root.resolve(from));
            Files.delete(root.resolve(from));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return moveIfAbsent(from, to);
        }
    }

    /** For file systems without links. */
    private boolean moveIfAbsent(String from, String to) throws IOException {
        try {
            Files.move(root.resolve(from), root.resolve(to));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public boolean hasDirectories() {
        return true;
    }

    @Override
    public boolean stampsDirectories() {
        return true;
    }

    @Override
    public Duration timeResolution() {
        return Duration.ofMillis(1);
    }

    @Override
    public void close() {}
}
