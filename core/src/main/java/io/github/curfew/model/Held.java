package io.github.curfew.model;

import java.util.List;

/**
 * What a run waits for that is held before its first batch.
 *
 * @param claim the number of its claim: of several held runs of one query, the one with the highest goes on; 0 before
 *     it has one
 * @param runs the ids of the runs that it waits for; empty while it still looks for them
 * @param why one sentence for people
 */
public record Held(long claim, List<String> runs, String why) {
    /** The highest number of a claim: 18 digits. */
    public static final long HIGHEST_CLAIM = 999_999_999_999_999_999L;

    /**
     * Copies the list.
     *
     * @param claim see {@link #claim()}
     * @param runs see {@link #runs()}
     * @param why see {@link #why()}
     */
    public Held {
        runs = List.copyOf(runs);
    }
}
