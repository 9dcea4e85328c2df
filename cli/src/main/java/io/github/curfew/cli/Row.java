package io.github.curfew.cli;

import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that is there, on one of the clusters that were asked.
 *
 * @param profile which one; empty where there is only one
 * @param entry what is known of it
 */
record Row(String profile, RosterEntry entry) {
    RunInfo run() {
        return entry.status().run();
    }

    /** The word for what it is doing, as far as anybody knows. */
    String state() {
        return entry.lost() ? "lost" : entry.status().state().word();
    }

    /** Since when; null where its driver does not say. */
    @Nullable Instant since() {
        return entry.lost() ? entry.lastHeard() : entry.status().since();
    }

    /** A name that is its own among all clusters, as far as names are. */
    String name() {
        return Lines.name(profile, run());
    }

    boolean isMeantBy(@Nullable Selector selector) {
        return selector == null || selector.match(run().labels()) != null;
    }
}
