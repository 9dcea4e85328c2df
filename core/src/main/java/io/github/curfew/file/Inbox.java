package io.github.curfew.file;

import io.github.curfew.file.FilePosition.FileTag;
import io.github.curfew.file.FilePosition.Stamp;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The files of one topic that a reader has not had yet. Used by one thread at a time. */
final class Inbox {
    private static final Comparator<Map.Entry<String, StoredFile>> BY_TIME = Comparator.comparing(
                    (Map.Entry<String, StoredFile> entry) -> entry.getValue().modified())
            .thenComparing(Map.Entry::getKey);

    /** A flood must not fill the driver's memory. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int MOST_FILES = 500;
    /** Another directory that is as empty as the one before shows in no listing. */
    private static final int LOOKS_PER_CHECK = 20;

    private static final Duration HALF_WRITTEN = Duration.ofSeconds(30);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

    private final NamespaceDirectory directory;
    private final FileStore store;
    private final Topic topic;
    private final TopicListing listing;
    private final AtomicLong looks;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Deque<Map.Entry<String, StoredFile>> todo = new ArrayDeque<>();
    private final List<String> passedOver = new ArrayList<>();
    private @Nullable String incarnation;
    private @Nullable Map<String, Stamp> stamps;
    private @Nullable String lost;
    private long look;
    /** None at first: much can happen while nobody reads. */
    private int looksUntilCheck;

    /**
     * Makes an inbox.
     *
     * @param looks counts those of the transport
     */
    Inbox(NamespaceDirectory directory, FilePosition from, AtomicLong looks) {
        this.looks = looks;
        this.directory = directory;
        this.store = directory.store();
        this.topic = from.topic();
        this.listing = new TopicListing(store, topic);
        this.incarnation = from.incarnation();
        long now = System.nanoTime();
        from.files().forEach((path, stamp) -> {
            if (stamp.settled() || stamp.hash() != null) {
                seen.put(path, new Seen(stamp, now));
            }
        });
    }

    /** Tells what had to be passed over since it was last asked, a sentence each. */
    List<String> takePassedOver() {
        List<String> taken = List.copyOf(passedOver);
        passedOver.clear();
        return taken;
    }

    /** Tells, once, that the directory is another than the one that was read before; null if it is the same. */
    @Nullable String takeLost() {
        String taken = lost;
        lost = null;
        return taken;
    }

    boolean hasMore() {
        return !todo.isEmpty();
    }

    FilePosition position(long marker) {
        Map<String, Stamp> files = stamps;
        if (files == null) {
            Map<String, Stamp> copy = new HashMap<>();
            seen.forEach((path, one) -> copy.put(path, one.stamp));
            files = Map.copyOf(copy);
            stamps = files;
        }
        return new FilePosition(topic, incarnation, files, marker, look);
    }

    /** What is new, up to a bound; nothing if there is nothing. */
    List<Delivery> next() throws IOException {
        look = looks.incrementAndGet();
        if (todo.isEmpty()) {
            list();
        }
        if (todo.isEmpty() && looksUntilCheck > 0) {
            looksUntilCheck--;
            return List.of();
        }
        String now = check();
        List<Delivery> found = new ArrayList<>();
        long bytes = 0;
        while (!todo.isEmpty() && found.size() < MOST_FILES && bytes < MOST_BYTES) {
            Map.Entry<String, StoredFile> entry = todo.removeFirst();
            Delivery delivery = read(now, entry.getKey(), entry.getValue());
            if (delivery != null) {
                found.add(delivery);
                bytes += delivery.body().size();
            }
        }
        return found;
    }

    /** Whether it is the directory that was read before: what lay in another must not be missed in silence. */
    private String check() throws IOException {
        String now = directory.prepare();
        if (!now.equals(incarnation)) {
            lost = incarnation == null
                    ? null
                    : directory.place()
                            + " is another directory than before: what lay in that one, and had not been read, is lost";
            incarnation = now;
        }
        looksUntilCheck = LOOKS_PER_CHECK;
        return now;
    }

    private void list() throws IOException {
        Map<String, StoredFile> files = listing.list();
        if (seen.keySet().retainAll(files.keySet())) {
            stamps = null;
            looksUntilCheck = 0; // Tidied up, or gone with its directory.
        }
        troubles.keySet().retainAll(files.keySet());
        long now = System.nanoTime();
        files.entrySet().stream()
                .filter(entry -> isDue(entry.getKey(), entry.getValue(), now))
                .sorted(BY_TIME)
                .forEach(todo::add);
    }

    private boolean isDue(String path, StoredFile file, long now) {
        Trouble trouble = troubles.get(path);
        if (trouble != null && trouble.file.sameAs(file)) {
            return now - trouble.next >= 0;
        }
        Seen last = seen.get(path);
        if (last == null || !last.stamp.file().sameAs(file)) {
            return true;
        }
        return !last.stamp.settled() && now - last.read >= TopicListing.TICK.toNanos();
    }

    private @Nullable Delivery read(String ofDirectory, String path, StoredFile file) throws IOException {
        String full = TopicListing.directory(topic) + "/" + path;
        long now = System.nanoTime();
        byte[] content;
        try {
            content = store.read(full, Capabilities.LARGEST_MESSAGE + 1);
            StoredFile after = store.find(full);
            if (after == null || !after.sameAs(file)) {
                return null; // It is being written; the next look sees it anew.
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (NamespaceDirectory.isInterrupt(e)) {
                throw e;
            }
            unreadable(path, file, now, e);
            return null;
        }
        if (isUnfinished(path, file, content, now)) {
            return null;
        }
        troubles.remove(path);
        String hash = ContentHash.of(content);
        Seen last = seen.get(path);
        boolean same = last != null && last.stamp.file().sameAs(file) && hash.equals(last.stamp.hash());
        // Read twice with a tick between, nothing can have been written since without showing in the listing.
        seen.put(path, new Seen(new Stamp(file, hash, same), now));
        stamps = null;
        if (same) {
            return null;
        }
        FileTag tag = new FileTag(topic, ofDirectory, path, file, hash, look);
        return new Delivery(FileTransport.id(tag), file.modified(), Payload.of(content), Map.of(), tag);
    }

    private boolean isUnfinished(String path, StoredFile file, byte[] content, long now) {
        boolean large = content.length > Capabilities.LARGEST_MESSAGE;
        if (!large && (Publications.isOurs(topic, path) || Completeness.isWhole(content))) {
            return false;
        }
        Trouble last = troubles.get(path);
        if (last == null || !last.file.sameAs(file)) {
            troubles.put(path, new Trouble(file, now, now + (large ? 0 : TopicListing.TICK.toNanos())));
            return true;
        }
        if (large) {
            return false; // It no longer grows: core says that it is too large.
        }
        if (now - last.since < HALF_WRITTEN.toNanos()) {
            troubles.put(path, new Trouble(file, last.since, now + TopicListing.TICK.toNanos()));
            return true;
        }
        passedOver.add(place(path) + " is half-written, and is passed over until it changes: JSON ends with its closing"
                + " brace, words end with a newline, both in UTF-8");
        troubles.put(path, new Trouble(file, last.since, Long.MAX_VALUE / 2 + now));
        return true;
    }

    private String place(String path) {
        return directory.place() + "/" + TopicListing.directory(topic) + "/" + Quoted.plain(path);
    }

    private void unreadable(String path, StoredFile file, long now, IOException e) {
        Trouble last = troubles.get(path);
        boolean denied = NamespaceDirectory.isDenied(e);
        if (last == null || !last.file.sameAs(file)) {
            passedOver.add(place(path) + " cannot be read (" + NamespaceDirectory.reason(e) + "), and is passed over"
                    + (denied ? ": let this user read it" : " until it can be"));
        }
        // A right is given by somebody, some day; all else may pass in a moment.
        Duration pause = denied ? TRY_AGAIN : TopicListing.TICK;
        troubles.put(path, new Trouble(file, now, now + pause.toNanos()));
    }

    /**
     * A file that was delivered, or need not be.
     *
     * @param stamp as it was
     * @param read when it was read, in nanoseconds
     */
    private record Seen(Stamp stamp, long read) {}

    /**
     * A file that cannot be delivered yet.
     *
     * @param file as it was listed
     * @param since since when, in nanoseconds
     * @param next when to look again, if it does not change before
     */
    private record Trouble(StoredFile file, long since, long next) {}
}
