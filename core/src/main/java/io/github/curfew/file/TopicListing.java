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
    private Map<String, CalmDirectory> groups = new HashMap<>();

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
                take(CrowdedException.list(store, NamespaceDirectory.SIGNALS), "", found);
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

    /** Reports are written by us alone, and by renaming. */
    private void listGroups(Map<String, StoredFile> found) throws IOException {
        Map<String, CalmDirectory> now = new HashMap<>();
        for (StoredFile directory : store.list(NamespaceDirectory.REPORTS)) {
            if (!directory.directory() || FileNames.isIgnored(directory.name())) {
                continue;
            }
            String path = NamespaceDirectory.REPORTS + "/" + directory.name();
            CalmDirectory group =
                    groups.getOrDefault(directory.name(), new CalmDirectory(store, () -> store.list(path)));
            try {
                take(group.files(directory), directory.name() + "/", found);
                now.put(directory.name(), group);
            } catch (NoSuchFileException e) {
                groups.remove(directory.name()); // Swept a moment ago.
            }
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
}
