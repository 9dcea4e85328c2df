package io.github.curfew.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * All that a command sees of the process around it.
 *
 * @param out for results
 * @param err for everything else
 * @param environment its variables
 * @param properties its system properties
 * @param terminal who can be asked; null in a pipe
 */
record World(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Properties properties,
        @Nullable Terminal terminal) {
    /** Somebody who sits there. */
    interface Terminal {
        /** Asks and waits for a line; null at the end of the input. */
        @Nullable String ask(String question);
    }

    /** Tells the user something beside the results. */
    void say(String sentence) {
        err.println("curfew: " + sentence);
    }
}
