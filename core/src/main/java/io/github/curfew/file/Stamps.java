package io.github.curfew.file;

import io.github.curfew.file.FilePosition.Stamp;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the stamps of a listing. What was written in the listing's last tick can be overwritten and look the same, so of
 * that the content is read too; of what is older, time and size say enough.
 */
final class Stamps {
    private static final Duration MOST = Duration.ofSeconds(2);

    private Stamps() {}

    static Map<String, Stamp> of(FileStore store, Topic topic, Map<String, StoredFile> files) throws IOException {
        Map<String, Stamp> stamps = new HashMap<>();
        // The store's clock is not ours, but it cannot lie before the newest file's time.
        Instant newest = newest(files);
        Instant lastTick = newest.minus(TopicListing.TICK);
        List<Map.Entry<String, StoredFile>> young = files.entrySet().stream()
                .filter(entry -> !entry.getValue().modified().isBefore(lastTick))
                .sorted(Comparator.comparing((Map.Entry<String, StoredFile> entry) ->
                                entry.getValue().modified())
                        .reversed())
                .toList();
        files.forEach((path, file) -> stamps.put(path, new Stamp(file, null, true)));
        long deadline = System.nanoTime() + MOST.toNanos();
        for (Map.Entry<String, StoredFile> entry : young) {
            String path = entry.getKey();
            String hash = deadline - System.nanoTime() > 0 ? hash(store, topic, path) : null;
            stamps.put(path, new Stamp(entry.getValue(), hash, false));
        }
        return stamps;
    }

    /** One that somebody dated into the far future says nothing of the store's clock. */
    private static Instant newest(Map<String, StoredFile> files) {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        Instant newest = Instant.MIN.plus(TopicListing.TICK);
        for (StoredFile file : files.values()) {
            if (file.modified().isAfter(newest) && file.modified().isBefore(tomorrow)) {
                newest = file.modified();
            }
        }
        return newest;
    }

    private static @Nullable String hash(FileStore store, Topic topic, String path) throws IOException {
        try {
            return ContentHash.of(
                    store.read(TopicListing.directory(topic) + "/" + path, Capabilities.LARGEST_MESSAGE + 1));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (NamespaceDirectory.isInterrupt(e)) {
                throw e;
            }
            // One file that cannot be read must not keep a run from being fenced; its order is unknown.
            return null;
        }
    }
}
