package io.github.curfew.dynamodb;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Position;

/** What a reader reads: one kind of items, and how far it has come. Used by one thread at a time. */
interface Source {
    /**
     * What a look brought.
     *
     * @param batch may be empty
     * @param units what it cost, in read units
     * @param isLively whether something is going on, so that the next look should be soon
     * @param hasMore whether there was more than could be taken in, so that the next look should be at once
     */
    record Look(Batch batch, double units, boolean isLively, boolean hasMore) {}

    /**
     * Looks once.
     *
     * @throws io.github.curfew.spi.TransportException if the table cannot be read
     * @throws InterruptedException if the thread was interrupted
     */
    Look look() throws InterruptedException;

    /** After all that was brought. */
    Position position();
}
