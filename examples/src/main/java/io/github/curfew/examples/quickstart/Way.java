package io.github.curfew.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A way to stop a query. */
interface Way {
    /** What it is called in the table. */
    String title();

    /** The main class of the application that is stopped so. */
    String application();

    /** What its submission has beyond the others'. */
    List<String> submission();

    /** Variables that its application needs in its environment. */
    Map<String, String> variables();

    /**
     * Gives the signal.
     *
     * @param home the application's directory
     * @return what follows
     */
    Stop stop(Path home) throws IOException, InterruptedException;

    /** A signal that was given. */
    interface Stop {
        /** When it was there, in nanoseconds of this JVM. */
        long at();

        /** Waits until its sender has what it wanted. */
        void await() throws InterruptedException;
    }
}
