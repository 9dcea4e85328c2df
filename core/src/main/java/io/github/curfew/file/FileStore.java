package io.github.curfew.file;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The few operations that the backend needs of a file system. Paths are relative to the namespace's directory, joined by
 * {@code /}; the empty path is that directory. What is missing is a {@link java.nio.file.NoSuchFileException}, whatever
 * the file system calls it. Thread-safe.
 */
interface FileStore extends AutoCloseable {
    /** Regular files and directories, without those that vanish meanwhile, and no more than {@code most} of them. */
    List<StoredFile> list(String directory, int most) throws IOException;

    /** All regular files and directories, where nobody but ourselves should make any. */
    default List<StoredFile> list(String directory) throws IOException {
        return list(directory, Integer.MAX_VALUE);
    }

    /**
     * Regular files in the directories in a directory, by names such as {@code a/b}. For stores without directories, where
     * one listing tells of all.
     */
    List<StoredFile> listBelow(String directory) throws IOException;

    /** Null if there is nothing of that name; another failure is never taken for an absence. */
    @Nullable StoredFile find(String path) throws IOException;

    /** The first bytes of a file, never more than {@code most}. */
    byte[] read(String path, int most) throws IOException;

    /**
     * Writes a file so that readers see the old one or the new one and nothing between. Does not make directories.
     *
     * @return as the store then lists it
     */
    StoredFile write(String path, byte[] bytes) throws IOException;

    /** Writes a file, whole from the first moment, if there is none of that name. */
    void writeIfAbsent(String path, byte[] bytes) throws IOException;

    void makeDirectories(String path) throws IOException;

    /** Removes a file or an empty directory; false if there was none, or if the directory is not empty. */
    boolean delete(String path) throws IOException;

    /** Renames a file in one step to a name that nobody has; false where the store cannot, or there is none. */
    boolean rename(String from, String unused) throws IOException;

    /** Gives a file another name if nobody has that; else leaves it. */
    boolean renameIfAbsent(String from, String to) throws IOException;

    /** Whether a directory is a thing of its own; else it is there exactly as long as something is in it. */
    boolean hasDirectories();

    /** Whether a directory's own time tells that something came or went in it. */
    boolean stampsDirectories();

    Duration timeResolution();

    @Override
    void close();
}
