package io.github.curfew.benchmarks.nothingcut;

import org.jspecify.annotations.Nullable;

/** A way to stop a query. */
enum Way {
    CURFEW("Curfew: signal", true, false),
    STOP("query.stop()", false, false),
    POLL("isTriggerActive polled, then stop()", false, false),
    PROGRESS("stop() on a progress event", false, false),
    CURFEW_SIGTERM("Curfew: SIGTERM", true, true),
    SIGTERM("SIGTERM without a hook", false, true);

    private final String title;
    private final boolean plugin;
    private final boolean kills;

    Way(String title, boolean plugin, boolean kills) {
        this.title = title;
        this.plugin = plugin;
        this.kills = kills;
    }

    /** As in the table. */
    String title() {
        return title;
    }

    /** Whether Curfew's plugin is there. */
    boolean hasPlugin() {
        return plugin;
    }

    /** Whether it waits for a moment without a batch, and may find none. */
    boolean waits() {
        return this == POLL;
    }

    /** What one would do in its place without a thought of the batch; null where it is that. */
    @Nullable Way plain() {
        return switch (this) {
            case CURFEW, POLL, PROGRESS -> STOP;
            case CURFEW_SIGTERM -> SIGTERM;
            case STOP, SIGTERM -> null;
        };
    }

    /** What else waits for the end of the batch and leaves the JVM alive; null where it is that, or nothing waits. */
    @Nullable Way patient() {
        return this == CURFEW || this == POLL ? PROGRESS : null;
    }

    /** Whether it ends the JVM too. */
    boolean kills() {
        return kills;
    }
}
