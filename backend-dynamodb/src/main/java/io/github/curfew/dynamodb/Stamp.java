package io.github.curfew.dynamodb;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signal's item as it was seen.
 *
 * @param hash of all that it says
 * @param generation how often an item of this id that said the same was seen to be gone before
 * @param expires after when it does not count any more; null for one that stays
 * @param byHand whether somebody put it without our publisher
 * @param put when it was put, or a little later, by DynamoDB's clock: as our publisher says, or because it was not there a
 *     moment before; null where neither is known
 * @param doubtful whether it was there at the first look at a table that had been gone: it may have come back with an old
 *     copy of the table
 * @param look the number of the look that first saw it
 */
record Stamp(
        String hash,
        int generation,
        @Nullable Instant expires,
        boolean byHand,
        @Nullable Instant put,
        boolean doubtful,
        long look) {
    /** Whether another sighting of the same id was of this very item, put once. */
    boolean isSameAs(@Nullable Stamp other) {
        return other != null && hash.equals(other.hash) && generation == other.generation;
    }

    boolean hasExpired(Instant now) {
        return expires != null && expires.isBefore(now);
    }
}
