package io.github.curfew.file;

import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the files of one topic. Used by one thread at a time. */
final class TopicListing {
    /** The longest tick in which a file system counts time. */
    static final Duration TICK = Duration.ofSeconds(2);

    private final FileStore store;
    private final Topic topic;
    private Map<String, Group> groups = new HashMap<>();

    TopicListing(FileStore store, Topic topic) {
        this.store = store;
        this.topic = topic;
    }

    static String directory(Topic topic) {
        return topic == Topic.SIGNALS ? NamespaceDirectory.SIGNALS : NamespaceDirectory.REPORTS;
    }

    /** By path, below the topic's directory. */
    Map<String, StoredFile> list() throws IOException {
        Map<String, StoredFile> found = new HashMap<>();
        try {
            if (topic == Topic.SIGNALS) {
                take(store.list(NamespaceDirectory.SIGNALS), "", found);
            } else if (store.hasDirectories()) {
                listGroups(found);
            } else {
                for (StoredFile file : store.listBelow(NamespaceDirectory.REPORTS)) {
                    if (!FileNames.isIgnored(file.name().substring(file.name().lastIndexOf('/') + 1))) {
                        found.put(file.name(), file);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            if (store.hasDirectories()) {
                throw e;
            }
        }
        return found;
    }

    /** Reports are written by us alone and by renaming, which shows in their directory's time. */
    private void listGroups(Map<String, StoredFile> found) throws IOException {
        Map<String, Group> now = new HashMap<>();
        for (StoredFile directory : store.list(NamespaceDirectory.REPORTS)) {
            if (!directory.directory() || FileNames.isIgnored(directory.name())) {
                continue;
            }
            long before = System.nanoTime();
            Group last = groups.get(directory.name());
            if (last != null && !last.directory.sameAs(directory)) {
                last = null;
            }
            Group group = last;
            if (group == null || group.listed - group.seen < TICK.toNanos()) {
                try {
                    List<StoredFile> files = store.list(NamespaceDirectory.REPORTS + "/" + directory.name());
                    group = new Group(directory, last == null ? before : last.seen, before, files);
                } catch (NoSuchFileException e) {
                    continue; // Swept a moment ago.
                }
            }
            now.put(directory.name(), group);
            take(group.files, directory.name() + "/", found);
        }
        groups = now;
    }

    private static void take(List<StoredFile> files, String prefix, Map<String, StoredFile> found) {
        for (StoredFile file : files) {
            if (!file.directory() && !FileNames.isIgnored(file.name())) {
                found.put(prefix + file.name(), file);
            }
        }
    }

    /**
     * A directory of reports as it was listed.
     *
     * @param directory by the listing of its parent
     * @param seen when it was first seen with that time, in nanoseconds
     * @param listed when it was last listed
     * @param files what was in it
     */
    private record Group(StoredFile directory, long seen, long listed, List<StoredFile> files) {}
}
