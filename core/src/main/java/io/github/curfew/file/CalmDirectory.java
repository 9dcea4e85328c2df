package io.github.curfew.file;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists a directory in which files come and go but are never written in place, and spares the listing while the
 * directory's own time says that nothing came or went. Used by one thread at a time.
 */
final class CalmDirectory {
    /** Some mounted stores do not keep the times of directories. */
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(10);

    private final FileStore store;
    private final Listing listing;
    private @Nullable StoredFile directory;
    private List<StoredFile> files = List.of();
    private long seen;
    private long listed;

    /** Lists all that is in it. */
    interface Listing {
        List<StoredFile> list() throws IOException;
    }

    CalmDirectory(FileStore store, Listing listing) {
        this.store = store;
        this.listing = listing;
    }

    /**
     * What is in it.
     *
     * @param now the directory itself, as it was found just now
     */
    List<StoredFile> files(StoredFile now) throws IOException {
        long time = System.nanoTime();
        boolean same = directory != null && directory.sameAs(now) && store.stampsDirectories();
        // Another change within the tick of the last one would not show.
        boolean settled = listed - seen >= TopicListing.TICK.toNanos();
        if (same && settled && time - listed < AT_LEAST_EVERY.toNanos()) {
            return files;
        }
        files = listing.list();
        listed = time;
        if (!same) {
            directory = now;
            seen = time;
        }
        return files;
    }
}
