package io.github.curfew.engine;

import io.github.curfew.model.RunInfo;
import org.jspecify.annotations.Nullable;

/**
 * A run as the engine sees it: something that can be drained, cut, and asked whether it has ended. Methods are called
 * from the engine's threads, several at once; all but {@link #cut}, {@link #isFailing} and
 * {@link #ending} return at once. What they throw,
 * errors included, is logged and counted, and never ends the engine.
 */
public interface Run {
    /**
     * Says who it is.
     *
     * @return the same at every call
     */
    RunInfo info();

    /**
     * Says how far it is.
     *
     * @return the last batch that it committed, or null where that is not known
     */
    @Nullable Long lastBatch();

    /**
     * Says why it cannot be drained.
     *
     * @return one sentence if there is no way to end it between batches, so that a stop has to cut it; else null
     */
    @Nullable String whyNotDrainable();

    /**
     * Lets it finish and commit the batch in flight, start no other, and end. Called again and again, every few
     * milliseconds, until {@link #hasEnded()}; every call after the first only helps it along.
     */
    void drain();

    /**
     * Cuts it. May block until it has ended; after a while the engine interrupts the calling thread.
     *
     * @throws Exception whatever the stream's own stop throws
     */
    void cut() throws Exception;

    /**
     * Says whether it has ended, whatever the way.
     *
     * @return true once it will do nothing more
     */
    boolean hasEnded();

    /**
     * Says whether a part of it has failed, so that the rest is to be drained though nobody asked for that. May block, to
     * read what was written for good.
     *
     * @return false where all of it lives or ends together
     */
    default boolean isFailing() {
        return false;
    }

    /**
     * Says how it ended. Called once {@link #hasEnded()} is true; may block, to read what was written for good.
     *
     * @return what can be proven
     */
    Ending ending();
}
