package io.github.curfew.benchmarks.nothingcut;

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

    /** Whether it ends the JVM too. */
    boolean kills() {
        return kills;
    }
}
