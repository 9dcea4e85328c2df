package io.github.curfew.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker's word that it has a message, for good by its own standards: replicated, on disk or committed, whatever its
 * operator chose. A signal is told to be published by this word, and a run's last report too. Immutable.
 *
 * @param id the identity under which readers will get it, the same for all of them, also where each has a copy of its
 *     own; empty for a report that had nowhere to go
 * @param time when the broker took it, by the broker's clock; null where it does not say
 * @param remarks one sentence for each place that did not take its copy while others did
 */
public record Receipt(String id, @Nullable Instant time, List<String> remarks) {
    /**
     * Copies the list.
     *
     * @param id see {@link #id()}
     * @param time see {@link #time()}
     * @param remarks see {@link #remarks()}
     */
    public Receipt {
        remarks = List.copyOf(remarks);
    }

    /**
     * All went well.
     *
     * @param id the identity under which readers will get it
     * @param time when the broker took it, or null
     */
    public Receipt(String id, @Nullable Instant time) {
        this(id, time, List.of());
    }

    /**
     * Nobody asked for this report over this backend, so that there is no place where it could go. That is no failure.
     *
     * @param time the broker's, if it was asked for it all the same; else null
     * @return a receipt without an id
     */
    public static Receipt nowhere(@Nullable Instant time) {
        return new Receipt("", time);
    }

    /**
     * Whether somebody can read it.
     *
     * @return false if it had nowhere to go
     */
    public boolean isKept() {
        return !id.isEmpty();
    }
}
