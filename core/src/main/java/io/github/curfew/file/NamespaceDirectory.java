package io.github.curfew.file;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory {@code <dir>/<ns>}: its layout, and the incarnation that tells it from another that was put in its place.
 * Made at the first contact; once known it is never made anew by us, since where a volume was unmounted that would be a
 * second directory underneath, of the same name.
 */
final class NamespaceDirectory {
    static final String SIGNALS = "signals";
    static final String REPORTS = "reports";
    static final String RUNNING = "running";
    static final String OWN_FILE = ".curfew";

    private static final int LARGEST_OWN_FILE = 4_096;

    private final FileStore store;
    private final String place;
    private volatile boolean known;

    NamespaceDirectory(FileStore store, String place) {
        this.store = store;
        this.place = place;
    }

    FileStore store() {
        return store;
    }

    String place() {
        return place;
    }

    /**
     * Makes what is missing and may be made.
     *
     * @return the incarnation
     */
    String prepare() throws IOException {
        String incarnation = incarnation();
        if (incarnation == null) {
            make();
            incarnation = incarnation();
        }
        if (incarnation == null) {
            throw new NoSuchFileException(OWN_FILE);
        }
        known = true;
        return incarnation;
    }

    /** Makes one of the directories in it. */
    void makeDirectory(String path) throws IOException {
        prepare();
        store.makeDirectories(path);
    }

    /** What stands in the namespace's own file: another text, another directory. Null if there is no such file. */
    @Nullable String incarnation() throws IOException {
        try {
            return new String(store.read(OWN_FILE, LARGEST_OWN_FILE), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void make() throws IOException {
        if (known && store.hasDirectories() && store.find("") == null) {
            throw new NoSuchFileException(place);
        }
        store.makeDirectories(SIGNALS);
        store.makeDirectories(RUNNING);
        store.makeDirectories(REPORTS);
        String text = UUID.randomUUID()
                + "\n# Keep this file. A marker in running/ that is deleted stops its run only while this can be read.\n";
        store.writeIfAbsent(OWN_FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The store's own time, which may be hours from ours: that of a file that is written to ask, and where a sender may
     * write as well as a driver.
     */
    Instant now() throws IOException {
        String probe = SIGNALS + "/" + FileNames.temporary();
        try {
            return store.write(probe, new byte[] {'\n'}).modified();
        } finally {
            store.delete(probe);
        }
    }

    TransportException failure(String operation, String path, IOException e) {
        if (isInterrupt(e)) {
            Thread.currentThread().interrupt();
        }
        String below = e instanceof CrowdedException crowded ? crowded.directory() : path;
        String where = below.isEmpty() ? place : place + "/" + below;
        return TransportException.passing("cannot " + operation + " " + Quoted.plain(where) + ": " + cause(e), e);
    }

    private String cause(IOException e) {
        if (e instanceof NoSuchFileException) {
            return known
                    ? "it is gone; mount it again, or make the directory " + place + " anew"
                    : "there is no such directory; make it, or set curfew.file.dir to one that is there";
        }
        if (isDenied(e)) {
            return reason(e) + "; let this user read and write in " + place;
        }
        if (e instanceof CrowdedException crowded) {
            return crowded.sentence();
        }
        return isInterrupt(e)
                ? "the thread was interrupted"
                : reason(e) + "; see that curfew.file.dir names a directory in which this user can write";
    }

    /** What went wrong, in a few words. */
    static String reason(IOException e) {
        if (isDenied(e)) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException local ? local.getReason() : firstLine(e.getMessage());
        return reason == null ? e.getClass().getSimpleName() : Quoted.plain(reason);
    }

    static boolean isDenied(IOException e) {
        // Hadoop has one of its own, and may be absent.
        return e instanceof AccessDeniedException
                || e.getClass().getSimpleName().equals("AccessControlException");
    }

    private static @Nullable String firstLine(@Nullable String message) {
        return message == null ? null : message.lines().findFirst().orElse(null);
    }

    static boolean isInterrupt(IOException e) {
        return (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))
                || e instanceof ClosedByInterruptException
                || e.getCause() instanceof InterruptedException;
    }
}
