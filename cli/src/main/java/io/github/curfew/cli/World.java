package io.github.curfew.cli;

import io.github.curfew.model.Quoted;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All that a command sees of the process around it.
 *
 * @param out for results
 * @param err for everything else
 * @param environment its variables
 * @param properties its system properties
 * @param terminal who can be asked; null in a pipe
 * @param farewell what to say should the user end the process before its time; null if nothing
 */
record World(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Properties properties,
        @Nullable Terminal terminal,
        AtomicReference<@Nullable String> farewell) {
    /** Somebody who sits there. */
    interface Terminal {
        /** Asks and waits for a line; null at the end of the input. */
        @Nullable String ask(String question);

        /** Whether lines can be drawn in place of others. */
        default boolean redraws() {
            return false;
        }

        /** Characters in a line, as it is now. */
        default int width() {
            return 80;
        }

        /** Lines on the screen, as it is now. */
        default int height() {
            return 24;
        }
    }

    /** Tells the user something beside the results, in one line, whoever's words are in it. */
    void say(String sentence) {
        err.println("curfew: " + Quoted.sentence(sentence));
    }
}
