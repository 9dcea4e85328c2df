package io.github.curfew.benchmarks.nothingcut;

import java.time.Duration;

/** When a query begins its next batch. */
enum Rhythm {
    /** As soon as there are rows. */
    DEFAULT("default trigger", Duration.ZERO),
    /** At times, so that it also waits for the next one: a batch takes about half of that. */
    TIMED("ProcessingTime trigger", Duration.ofMillis(600));

    private final String title;
    private final Duration interval;

    Rhythm(String title, Duration interval) {
        this.title = title;
        this.interval = interval;
    }

    /** As in the table. */
    String title() {
        return title;
    }

    Duration interval() {
        return interval;
    }
}
