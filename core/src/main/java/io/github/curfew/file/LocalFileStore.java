package io.github.curfew.file;

import io.github.curfew.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on this machine, or on what is mounted there. Links are followed, since a mounted ConfigMap is made of them, but
 * only to what lies in the directory itself: whoever may write there must not have a driver read, write or tidy up
 * elsewhere.
 */
final class LocalFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFileStore.class);

    private final Path root;

    LocalFileStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The place of a file, whose directory is not elsewhere. */
    private Path place(String path) throws IOException {
        FileNames.refuseIfItLeavesTheDirectory(path);
        Path place;
        try {
            place = root.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new FileSystemException(
                    path, null, "this JVM's locale cannot write its name, so start the JVM with LC_ALL=C.UTF-8");
        }
        if (!place.startsWith(root)) {
            // Where there are other separators than the slash.
            throw FileNames.outside(path);
        }
        for (Path above = place; !above.equals(root) && !root.equals(above.getParent()); ) {
            above = Objects.requireNonNull(above.getParent());
            throwIfItLeadsOut(above);
        }
        return place;
    }

    private boolean leadsOut(Path path) throws IOException {
        return Files.isSymbolicLink(path) && !path.toRealPath().startsWith(root.toRealPath());
    }

    private void throwIfItLeadsOut(Path path) throws IOException {
        if (leadsOut(path)) {
            throw new FileSystemException(path.toString(), null, "it is a link that leads out of the directory");
        }
    }

    @Override
    public List<StoredFile> list(String directory, int most) throws IOException {
        List<StoredFile> found = new ArrayList<>();
        Path place = place(directory);
        throwIfItLeadsOut(place);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(place)) {
            for (Path path : stream) {
                if (found.size() == most) {
                    break;
                }
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
        return find(place(path));
    }

    /** What is neither file nor directory is left out: a pipe would hold its reader for ever. */
    private @Nullable StoredFile find(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                attributes = behind(path);
                if (attributes == null) {
                    return null;
                }
            }
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

    /** Null where a link is none that may be followed, or ever can be: whoever made it must not hide what lies beside it. */
    private @Nullable BasicFileAttributes behind(Path link) throws IOException {
        try {
            if (leadsOut(link)) {
                LOG.debug("{} is passed over: it is a link that leads out", Quoted.text(link.toString()));
                return null;
            }
            return Files.readAttributes(link, BasicFileAttributes.class);
        } catch (IOException e) {
            // What may pass is told, and tried again: a file that was hidden from a position would seem to be newer.
            if (!leadsNowhere(link)) {
                throw e;
            }
            LOG.debug("{} is passed over: it is a link that leads nowhere", Quoted.text(link.toString()), e);
            return null;
        }
    }

    /** Whether a link leads in a circle, to what is absent, or through a file as through a directory. */
    private static boolean leadsNowhere(Path link) throws IOException {
        Set<Path> been = new HashSet<>();
        Path at = link.toAbsolutePath();
        while (Files.isSymbolicLink(at)) {
            if (!been.add(at)) {
                return true;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
        }
        for (Path above = at.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return Files.notExists(at);
    }

    @Override
    public byte[] read(String path, int most) throws IOException {
        Path place = place(path);
        // Whoever opens a pipe waits for its writer, and no interrupt ends that.
        if (!Files.isRegularFile(place) && Files.exists(place)) {
            throw new FileSystemException(path, null, "it is no plain file");
        }
        throwIfItLeadsOut(place);
        try (InputStream in = Files.newInputStream(place)) {
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
            Path target = place(path);
            Files.move(place(temporary), target, StandardCopyOption.ATOMIC_MOVE);
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
            Files.write(place(temporary), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
        Path place = place(path);
        throwIfItLeadsOut(place);
        Files.createDirectories(place);
    }

    @Override
    public boolean delete(String path) throws IOException {
        try {
            return Files.deleteIfExists(place(path));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public boolean rename(String from, String unused) throws IOException {
        try {
            Files.move(place(from), place(unused), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        try {
            // A second name first: the JDK's own move looks and then renames, and in between somebody may come.
            Files.createLink(place(to), place(from));
            Files.delete(place(from));
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
            Files.move(place(from), place(to));
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
