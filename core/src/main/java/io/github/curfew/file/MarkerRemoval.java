package io.github.curfew.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes a marker of ours so that no other run takes that for its own stop. Between looking at a marker and deleting it,
 * a run that restarted elsewhere may have put its own there; so it is first renamed, in one step, then looked at, and put
 * back if it is another's.
 */
final class MarkerRemoval {
    /** A marker on its way out. */
    static final String WITHDRAWING = ".withdrawing-";

    /** Says that a run which had taken over a marker has withdrawn it: for the one from whom it was taken. */
    static final String WITHDRAWN = ".withdrawn-";

    private static final int LARGEST = 4_096;

    private final FileStore store;

    MarkerRemoval(FileStore store) {
        this.store = store;
    }

    void remove(Claim claim) throws IOException {
        String path = claim.path();
        try {
            if (!claim.holder.equals(Claim.holder(store.read(path, LARGEST)))) {
                return;
            }
            if (claim.tookOver) {
                store.write(
                        NamespaceDirectory.RUNNING + "/" + WITHDRAWN + claim.name,
                        (claim.holder + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String aside = NamespaceDirectory.RUNNING + "/" + WITHDRAWING + UUID.randomUUID();
            if (!store.hasDirectories()) {
                store.delete(path);
            } else if (store.rename(path, aside)) {
                boolean ours = claim.holder.equals(Claim.holder(store.read(aside, LARGEST)));
                if (ours || !store.renameIfAbsent(aside, path)) {
                    store.delete(aside);
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody was quicker, or the directory is away; nothing of ours is left.
        }
    }

    /** Whether somebody who had taken over this marker withdrew it when it was written or later. */
    boolean isNotedSince(String name, StoredFile written) throws IOException {
        return isSince(store.find(NamespaceDirectory.RUNNING + "/" + WITHDRAWN + name), written);
    }

    private static boolean isSince(@Nullable StoredFile note, StoredFile written) {
        return note != null && !note.modified().isBefore(written.modified());
    }

    /** What other runs are doing to markers just now, by a listing. */
    Others others(Map<String, StoredFile> files) throws IOException {
        Set<String> holders = new HashSet<>();
        boolean unsure = false;
        for (String name : files.keySet()) {
            if (name.startsWith(WITHDRAWING)) {
                try {
                    String holder = Claim.holder(store.read(NamespaceDirectory.RUNNING + "/" + name, LARGEST));
                    if (holder != null) {
                        holders.add(holder);
                    }
                } catch (NoSuchFileException e) {
                    // Put back or deleted a moment ago: the next listing tells.
                    unsure = true;
                }
            }
        }
        return new Others(files, holders, unsure);
    }

    /**
     * What other runs do.
     *
     * @param files the listing
     * @param taken whose markers are set aside by others
     * @param areUnsure whether it cannot be told now
     */
    record Others(Map<String, StoredFile> files, Set<String> taken, boolean areUnsure) {
        boolean have(Claim claim) {
            return taken.contains(claim.holder)
                    || (claim.seen != null && isSince(files.get(WITHDRAWN + claim.name), claim.seen));
        }
    }
}
