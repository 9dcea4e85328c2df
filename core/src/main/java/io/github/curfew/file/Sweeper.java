package io.github.curfew.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody needs any more: signals of ours behind their time, old reports, and temporary files of writers that
 * died. Rarely, a bounded part at a time, by the store's own clock; never what somebody laid there by hand, and never a
 * marker, whose deletion would be a stop. Used by one thread at a time.
 */
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration WHEN_MORE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration TEMPORARY = Duration.ofDays(1);

    private final NamespaceDirectory directory;
    private final FileStore store;
    private final Duration retention;
    private long due;

    Sweeper(NamespaceDirectory directory, Duration retention) {
        this.directory = directory;
        this.store = directory.store();
        this.retention = retention;
        // A fleet that was started at once need not tidy up at once.
        long wait = ThreadLocalRandom.current().nextLong(WHEN_MORE.toNanos(), 15 * WHEN_MORE.toNanos());
        due = System.nanoTime() + wait;
    }

    void sweepIfDue() {
        long now = System.nanoTime();
        if (now - due < 0) {
            return;
        }
        due = now + EVERY.toNanos();
        try {
            if (!sweep(LONGEST)) {
                due = now + WHEN_MORE.toNanos();
            }
        } catch (IOException e) {
            if (NamespaceDirectory.isInterrupt(e)) {
                Thread.currentThread().interrupt();
            }
            LOG.debug("cannot tidy up {}; trying again in {}", directory.place(), EVERY, e);
        }
    }

    /** False if there was more to do than time. */
    boolean sweep(Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        Instant now = directory.now();
        boolean done = sweep(NamespaceDirectory.SIGNALS, deadline, file -> {
            Duration keep = Publications.keep(file.name());
            return isAbandoned(file, now)
                    || (keep != null && file.modified().plus(keep).isBefore(now));
        });
        done &= sweep(NamespaceDirectory.RUNNING, deadline, file -> isAbandoned(file, now));
        done &= sweep("", deadline, file -> isAbandoned(file, now));
        for (StoredFile group : list(NamespaceDirectory.REPORTS)) {
            if (group.directory() && !FileNames.isIgnored(group.name())) {
                String path = NamespaceDirectory.REPORTS + "/" + group.name();
                done &= sweep(
                        path,
                        deadline,
                        file -> isAbandoned(file, now) || (file.name().endsWith(".json") && isOld(file, now)));
                if (store.hasDirectories() && isOld(group, now)) {
                    store.delete(path); // If it is empty, and only then.
                }
            }
        }
        return done;
    }

    private boolean sweep(String path, long deadline, Predicate<StoredFile> isUseless) throws IOException {
        if (deadline - System.nanoTime() < 0) {
            return false;
        }
        List<StoredFile> files = list(path);
        for (StoredFile file : files) {
            if (!file.directory() && isUseless.test(file)) {
                store.delete(path.isEmpty() ? file.name() : path + "/" + file.name());
                if (deadline - System.nanoTime() < 0) {
                    return false;
                }
            }
        }
        return files.size() <= CrowdedException.MOST;
    }

    private List<StoredFile> list(String path) throws IOException {
        try {
            return store.list(path, CrowdedException.MOST + 1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private boolean isOld(StoredFile file, Instant now) {
        return file.modified().plus(retention).isBefore(now);
    }

    private static boolean isAbandoned(StoredFile file, Instant now) {
        String name = file.name();
        return (name.startsWith(FileNames.TEMPORARY)
                        || name.startsWith(MarkerRemoval.WITHDRAWING)
                        || name.startsWith(MarkerRemoval.WITHDRAWN))
                && file.modified().plus(TEMPORARY).isBefore(now);
    }
}
