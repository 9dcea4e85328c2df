package io.github.curfew.file;

import java.time.Instant;

/**
 * What a listing tells of a file or a directory.
 *
 * @param name its last path component
 * @param directory whether it is a directory
 * @param size in bytes; 0 for a directory
 * @param modified by the store's clock, to the millisecond
 */
record StoredFile(String name, boolean directory, long size, Instant modified) {
    boolean sameAs(StoredFile other) {
        return size == other.size && modified.equals(other.modified);
    }
}
